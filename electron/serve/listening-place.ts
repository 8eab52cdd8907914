import { BlockList, isIP, isIPv6 } from 'node:net';

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

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether nobody but programs on this machine reaches that address. */
export function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Whether it stands for every address of this machine. */
export function isEveryAddress(address: string): boolean {
  return /^[0:]+$/.test(address.replaceAll('.', ':'));
}

/** The one origin under which the till answers. @param port the one it listens on */
export function originOf({ address, name, tls }: ListeningPlace, port: number): string {
  const host = name ?? (isIPv6(address) ? `[${address}]` : address);
  return new URL(`${tls === undefined ? 'http' : 'https'}://${host}:${port}`).origin;
}
