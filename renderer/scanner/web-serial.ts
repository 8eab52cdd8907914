/** What of the Web Serial API (WICG) is used; TypeScript's own types leave it out. */
export interface SerialPort {
  readonly readable: ReadableStream<Uint8Array> | null;
  open(options: { readonly baudRate: number }): Promise<void>;
  close(): Promise<void>;
  forget?(): Promise<void>;
}

interface WebSerial extends EventTarget {
  getPorts(): Promise<readonly SerialPort[]>;
  requestPort(): Promise<SerialPort>;
}

/** Chromium has it, in pages of this machine; other browsers do not. */
export const webSerial: WebSerial | undefined = (navigator as { serial?: WebSerial }).serial;
