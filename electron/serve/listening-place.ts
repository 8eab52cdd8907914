import { isIPv6 } from 'node:net';

/** Where the browser host listens, and how browsers call it. */
export interface ListeningPlace {
  /** An IP address of this machine. */
  readonly address: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** What browsers call it, when that is not the address: the name its certificate is for. */
  readonly name?: string;
  /** PEM. Never absent beyond loopback. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/** The one origin under which the till answers. @param port the one it listens on */
export function originOf({ address, name, tls }: ListeningPlace, port: number): string {
  const host = name ?? (isIPv6(address) ? `[${address}]` : address);
  return new URL(`${tls === undefined ? 'http' : 'https'}://${host}:${port}`).origin;
}
