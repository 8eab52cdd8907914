import { readFile } from 'node:fs/promises';
import { BrowserWindow, session, type PrinterInfo, type Session } from 'electron';
import { because } from '#shared/contract/error-reasons';
import { fail, succeed } from '#shared/contract/errors';
import type { PrinterCondition } from '#shared/contract/printing';
import { awayReport, reportOf, troubleOf } from '../core/cards/transports/printer-status.ts';
import type { SystemPrinters } from '../core/cards/transports/system-printers.ts';
import { securityHeaders } from '../host/security-headers.ts';
import { lockDown } from './lock-down.ts';

const lookTimeoutMs = 3_000;
const printTimeoutMs = 60_000;
const micronsPerMm = 1_000;

/** Where documents that are being printed lie, as the hidden window sees it. */
const printOrigin = 'app://print';
/** Their files, by the path of their address. */
const documents = new Map<string, string>();
let lastDocument = 0;

/**
 * The printers of this computer through a window nobody sees: for Windows, and wherever
 * else there are no commands of CUPS. A PDF cannot be printed so (Chromium prints an
 * empty page), a page of drawings can.
 */
export const windowPrinters: SystemPrinters = {
  takes: 'html',
  // A page of so many drawings still fits into a window's memory.
  cardsAtOnce: 250,

  async list(signal) {
    const printers = await within(signal, lookTimeoutMs, listPrinters);
    if (printers === undefined) return fail('printer.unreachable', because('computer.silent'));
    return succeed({
      printers: printers.map(({ name, displayName, description }) => ({
        systemName: name,
        description: description || displayName || name,
        // Electron does not say which one it is.
        isDefault: false,
      })),
    });
  },

  async check(systemName, signal) {
    const printers = await within(signal, lookTimeoutMs, listPrinters);
    const printer = printers?.find(({ name }) => name === systemName);
    if (printer !== undefined) return reportOf(conditionsOf(printer));
    const reason = printers === undefined ? 'computer.silent' : 'computer.no-printer';
    return awayReport(fail('printer.unreachable', because(reason)).error);
  },

  async print({ systemName, path, widthMm, heightMm }, signal) {
    const { conditions, error } = await this.check(systemName, signal);
    if (signal.aborted) return { outcome: 'not-sent', error: fail('printer.stopped').error };
    if (error !== null) return { outcome: 'not-sent', error };
    const trouble = troubleOf(conditions);
    if (trouble !== undefined) return { outcome: 'not-sent', error: trouble };

    let isHandedOver = false;
    const address = `/${(lastDocument += 1)}.html`;
    documents.set(address, path);
    const printed = await within(signal, printTimeoutMs, async (window) => {
      await window.loadURL(`${printOrigin}${address}`);
      return new Promise<{ ok: boolean; reason: string }>((resolve) => {
        isHandedOver = true;
        window.webContents.print(
          {
            silent: true,
            deviceName: systemName,
            printBackground: true,
            margins: { marginType: 'none' },
            pageSize: {
              width: Math.round(widthMm * micronsPerMm),
              height: Math.round(heightMm * micronsPerMm),
            },
          },
          (ok, reason) => {
            resolve({ ok, reason });
          },
        );
      });
    }).finally(() => documents.delete(address));
    if (printed?.ok === true) return { outcome: 'sent' };
    if (!isHandedOver) return { outcome: 'not-sent', error: fail('printer.stopped').error };
    // Chromium says so before it has made a job of it.
    if (printed?.reason === 'Invalid printer settings') {
      return { outcome: 'not-sent', error: fail('printer.refused').error };
    }
    return { outcome: 'unknown', error: fail('printer.unknown-outcome').error };
  },
};

/** The session of hidden windows: it has the documents being printed, and nothing else. */
function printingSession(): Session {
  const printing = session.fromPartition('printing', { cache: false });
  if (printing.protocol.isProtocolHandled('app')) return printing;
  lockDown(printing, printOrigin);
  printing.protocol.handle('app', async (request) => {
    const { host, pathname } = new URL(request.url);
    const path = host === 'print' ? documents.get(pathname) : undefined;
    if (path === undefined) return new Response('', { status: 404 });
    // The document's own policy says which one style it has.
    const { 'content-security-policy': _policy, ...headers } = securityHeaders;
    return new Response(new Uint8Array(await readFile(path)), {
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    });
  });
  return printing;
}

function listPrinters(window: BrowserWindow): Promise<PrinterInfo[]> {
  return window.webContents.getPrintersAsync();
}

/** Works in a hidden window of its own; undefined when it takes too long, or when it was stopped. */
async function within<Value>(
  signal: AbortSignal,
  timeoutMs: number,
  work: (window: BrowserWindow) => Promise<Value>,
): Promise<Value | undefined> {
  if (signal.aborted) return undefined;
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: printingSession(),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      devTools: false,
      javascript: false,
    },
  });
  const over = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const stopped = new Promise<undefined>((resolve) => {
    over.addEventListener('abort', () => {
      resolve(undefined);
    });
  });
  try {
    return await Promise.race([work(window), stopped]);
  } finally {
    window.destroy();
  }
}

/** `printer-state` of IPP, which CUPS gives (RFC 8011): idle, processing, stopped. Windows says nothing. */
function conditionsOf({ options }: PrinterInfo): PrinterCondition[] {
  const state = (options as Readonly<Record<string, unknown>> | undefined)?.['printer-state'];
  if (state === '5') return ['paused'];
  return state === '3' || state === '4' ? [] : ['silent'];
}
