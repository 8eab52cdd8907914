import { readFileSync, writeFileSync } from 'node:fs';
import { dialog, type BrowserWindow, type SerialPort, type Session } from 'electron';
import { matchLanguage, type Language } from '#shared/contract/languages';
import { tell } from '../host/log.ts';
import { appOrigin } from './app-protocol.ts';

/** What tells a serial port from others; USB adapters have ids, built-in ports a name alone. */
interface ChosenPort {
  readonly vendorId: string;
  readonly productId: string;
  readonly serialNumber: string;
  readonly name: string;
}

/** The one thing a page of the till may ask for: the serial port that a person chose for the scanner. */
export interface SerialPermission {
  /** Whether the till's own page asks for serial ports, and nothing else. */
  mayAsk(permission: string, origin: string, isMainFrame: boolean): boolean;
  /** Whether this is the port that was chosen. */
  mayUse(deviceType: string, origin: string, device: object): boolean;
}

/**
 * Lets a person choose the port in a dialog of the host, remembers the choice in
 * `file`, and allows that one port from then on.
 */
export function permitChosenSerialPort(
  session: Session,
  file: string,
  tillWindow: () => BrowserWindow | undefined,
): SerialPermission {
  let chosen = readChoice(file);

  /** @returns the id of the port that was chosen; empty when none was */
  const choose = async (window: BrowserWindow, ports: readonly SerialPort[]): Promise<string> => {
    try {
      const port = await askWhichPort(window, ports);
      if (port === undefined) return '';
      chosen = identityOf(port);
      writeFileSync(file, JSON.stringify(chosen), { mode: 0o600 });
      return port.portId;
    } catch (cause) {
      tell(`The scanner's port could not be chosen: ${String(cause)}`);
      return '';
    }
  };

  session.on('select-serial-port', (event, ports, contents, answer) => {
    event.preventDefault();
    const window = tillWindow();
    if (window === undefined || contents !== window.webContents || ports.length === 0) {
      answer('');
      return;
    }
    void choose(window, ports).then(answer);
  });

  return {
    mayAsk: (permission, origin, isMainFrame) => permission === 'serial' && isMainFrame && isTill(origin),
    mayUse: (deviceType, origin, device) =>
      deviceType === 'serial' && isTill(origin) && chosen !== undefined && isSame(identityOf(device), chosen),
  };
}

/** The words of the host's own dialog. */
const words: Readonly<Record<Language, { readonly which: string; readonly cancel: string }>> = {
  en: { which: 'Which port is the scanner on?', cancel: 'Cancel' },
  nb: { which: 'Hvilken port er skanneren på?', cancel: 'Avbryt' },
  sv: { which: 'Vilken port sitter skannern på?', cancel: 'Avbryt' },
  da: { which: 'Hvilken port sidder scanneren på?', cancel: 'Annuller' },
  de: { which: 'An welchem Anschluss ist der Scanner?', cancel: 'Abbrechen' },
};

async function askWhichPort(
  window: BrowserWindow,
  ports: readonly SerialPort[],
): Promise<SerialPort | undefined> {
  const names = ports.map(({ displayName, portName }) =>
    displayName === undefined || displayName === '' ? portName : `${displayName} (${portName})`,
  );
  const shown: unknown = await window.webContents.executeJavaScript('document.documentElement.lang');
  const { which, cancel } = words[matchLanguage([String(shown)])];
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: which,
    buttons: [...names, cancel],
    cancelId: names.length,
    noLink: true,
  });
  return ports[response];
}

/** Electron spells the fields of a port one way in its event and another in its permission. */
function identityOf(port: object): ChosenPort {
  const fields = port as Readonly<Record<string, unknown>>;
  const read = (...names: readonly string[]): string => {
    const value = names.map((name) => fields[name]).find((each) => each !== undefined && each !== '');
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return {
    vendorId: read('vendorId', 'vendor_id'),
    productId: read('productId', 'product_id'),
    serialNumber: read('serialNumber', 'serial_number'),
    name: read('displayName', 'portName', 'name'),
  };
}

function isSame(port: ChosenPort, chosen: ChosenPort): boolean {
  if (chosen.vendorId === '') return port.vendorId === '' && port.name === chosen.name;
  return (
    port.vendorId === chosen.vendorId &&
    port.productId === chosen.productId &&
    port.serialNumber === chosen.serialNumber
  );
}

function isTill(origin: string): boolean {
  return origin.replace(/\/$/, '') === appOrigin;
}

function readChoice(file: string): ChosenPort | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof read === 'object' && read !== null ? identityOf(read) : undefined;
  } catch {
    return undefined; // none was chosen yet, or the file is damaged: it is chosen again
  }
}
