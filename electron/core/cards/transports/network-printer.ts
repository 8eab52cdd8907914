import { connect } from 'node:net';
import { fail, type TillError } from '#shared/contract/errors';

export interface NetworkPrint {
  readonly host: string;
  readonly port: number;
  readonly bytes: Uint8Array;
  /** How long the printer may take to answer the call. */
  readonly connectTimeoutMs?: number;
  /** How long the printer may take, once connected, to take every byte and close the connection. */
  readonly sendTimeoutMs?: number;
}

/**
 * `sent`: the printer took every byte and closed the connection in good order.
 * `unreachable`: no connection, so not one byte left the till; trying again is safe.
 * `unknown`: some or all bytes may have arrived; a person looks before anything is sent again.
 */
export type SendOutcome =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'unreachable' | 'unknown'; readonly error: TillError };

/**
 * Sends bytes to a printer on the shop's network (raw TCP, usually port 9100).
 * Always answers within the two time-outs together, and never sends twice.
 */
export function sendToNetworkPrinter({
  host,
  port,
  bytes,
  connectTimeoutMs = 3_000,
  sendTimeoutMs = 10_000,
}: NetworkPrint): Promise<SendOutcome> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let isConnected = false;
    let allWritten = false;
    let timer = setTimeout(settle, connectTimeoutMs);

    /** Called at the first thing that ends the job; what was true by then decides. */
    function settle(isClean = false): void {
      clearTimeout(timer);
      socket.destroy();
      if (isClean) resolve({ outcome: 'sent' });
      else if (isConnected) resolve({ outcome: 'unknown', error: fail('printer.unknown-outcome').error });
      else resolve({ outcome: 'unreachable', error: fail('printer.unreachable').error });
    }

    socket.once('connect', () => {
      isConnected = true;
      clearTimeout(timer);
      timer = setTimeout(settle, sendTimeoutMs);
      socket.write(bytes, () => {
        allWritten = true;
      });
      socket.end();
    });
    // Printers report their state unasked; unread, it would hold up their closing.
    socket.resume();
    socket.once('end', () => settle(allWritten));
    socket.once('error', () => settle());
    socket.once('close', () => settle());
  });
}
