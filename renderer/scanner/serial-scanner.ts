import { createSerialText } from '#shared/scanning/serial-text';
import { create } from 'zustand';
import { prefixOfScanner } from './scanner-listener.ts';
import { deliverScan } from './scans.ts';
import { webSerial, type SerialPort } from './web-serial.ts';

interface SerialState {
  /** `waiting`: chosen, and not plugged in; `busy`: something else has the port. */
  readonly state: 'unsupported' | 'none' | 'open' | 'waiting' | 'busy';
}

/** How the scanner on a serial port is doing. */
export const useSerialScanner = create<SerialState>(() => ({ state: webSerial ? 'none' : 'unsupported' }));

/** A scan without an end is over after so long without a byte. */
const settleMs = 60;
/** A port that something else has, or that is not ready yet after it was plugged in. */
const retryMs = 3000;

let wantedBaud: number | null = null;
let current: SerialPort | undefined;
let retryTimer: ReturnType<typeof setTimeout> | undefined;

/**
 * Keeps the scanner on the port that a person chose open, as long as the till
 * has one: at the start, and whenever it is plugged in again.
 *
 * @param baud bits a second; null: there is no such scanner
 * @returns what stops it
 */
export function keepSerialPort(baud: number | null): () => void {
  if (!webSerial || baud === null) return () => undefined;
  wantedBaud = baud;
  const onConnect = (): void => void openChosenPort();
  webSerial.addEventListener('connect', onConnect);
  void openChosenPort();
  return () => {
    wantedBaud = null;
    webSerial?.removeEventListener('connect', onConnect);
    clearTimeout(retryTimer);
    void closePort();
  };
}

/** Asks the person which port; needs a press of a button. @returns whether one was chosen */
export async function choosePort(): Promise<boolean> {
  try {
    await webSerial?.requestPort();
    return webSerial !== undefined;
  } catch (cause) {
    // NotFoundError: nothing was chosen, or there was nothing to choose from.
    if (cause instanceof DOMException && cause.name === 'NotFoundError') return false;
    throw cause;
  }
}

/** The till no longer may use any of the ports. */
export async function forgetPorts(): Promise<void> {
  await closePort();
  for (const port of (await webSerial?.getPorts()) ?? []) await port.forget?.();
  useSerialScanner.setState({ state: webSerial ? 'none' : 'unsupported' });
}

async function openChosenPort(): Promise<void> {
  clearTimeout(retryTimer);
  const [port] = (await webSerial?.getPorts()) ?? [];
  if (wantedBaud === null || current !== undefined) return;
  if (port === undefined) {
    useSerialScanner.setState({ state: 'waiting' });
    return;
  }
  current = port;
  try {
    await port.open({ baudRate: wantedBaud });
  } catch {
    // Another program has it, or it is not ready: neither is told apart, and both pass.
    current = undefined;
    useSerialScanner.setState({ state: 'busy' });
    retryTimer = setTimeout(() => void openChosenPort(), retryMs);
    return;
  }
  useSerialScanner.setState({ state: 'open' });
  await readUntilGone(port);
}

async function readUntilGone(port: SerialPort): Promise<void> {
  const serial = createSerialText();
  const decoder = new TextDecoder();
  let settleTimer: ReturnType<typeof setTimeout> | undefined;
  // A fault of the line (parity, overrun) ends one stream, and the port has another; unplugged it has none.
  for (;;) {
    const { readable } = port;
    if (readable === null || current !== port) break;
    const reader = readable.getReader();
    activeReader = reader;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        clearTimeout(settleTimer);
        deliverAll(serial.take(decoder.decode(value, { stream: true })));
        settleTimer = setTimeout(() => deliverAll(serial.flush()), settleMs);
      }
    } catch {
      // The next round of the loop sees whether the port is still there.
    } finally {
      reader.releaseLock();
      activeReader = undefined;
    }
  }
  clearTimeout(settleTimer);
  if (current !== port) return;
  current = undefined;
  await port.close().catch(() => undefined);
  useSerialScanner.setState({ state: 'waiting' });
  retryTimer = setTimeout(() => void openChosenPort(), retryMs);
}

let activeReader: ReadableStreamDefaultReader<Uint8Array> | undefined;

async function closePort(): Promise<void> {
  const port = current;
  current = undefined;
  await activeReader?.cancel().catch(() => undefined);
  // A port that was unplugged is closed already.
  await port?.close().catch(() => undefined);
}

function deliverAll(scans: readonly string[]): void {
  const prefix = prefixOfScanner();
  for (const scan of scans) {
    deliverScan(prefix !== '' && scan.startsWith(prefix) ? scan.slice(prefix.length) : scan);
  }
}
