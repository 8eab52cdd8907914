import bwipJs from 'bwip-js/generic';
import type { Symbology } from '#shared/cards/card-design';
import { checkDigit } from '#shared/customer/loyalty-id';

/** A barcode as rows of modules, dark or light, without its clear space. */
export interface CodeSymbol {
  readonly symbology: Symbology;
  readonly columns: number;
  readonly rows: number;
  /** Row by row, 1 where the module is dark. */
  readonly modules: Uint8Array;
  /** Height of a row in modules; 0: bars, as high as there is room. */
  readonly rowHeight: number;
  /** Clear modules that a scanner needs on every side (for bars: left and right). */
  readonly quietModules: number;
}

/** What a barcode on a card carries here: printable ASCII. */
const encodable = /^[\x20-\x7e]+$/;

/** A QR symbol of level M with this many modules a side fits into every design's box: 62 letters, 149 digits. */
const mostQrModules = 33;

/** Whether a loyalty id has only characters that come back from every scanner as they are. */
export function isEncodable(text: string): boolean {
  return encodable.test(text);
}

/** Whether an encodable id is short enough for a card of any design. */
export function fitsOnCards(text: string): boolean {
  // Version 4 of level M, which has so many modules, holds 62 bytes or 149 digits (ISO/IEC 18004, table 7).
  return text.length <= 62 || (text.length <= 149 && symbolOf(text, 'qrcode').columns <= mostQrModules);
}

/**
 * GS1's company-internal range, 20 to 29, with its right check digit: then a
 * scanner hands over exactly the 13 digits printed. A shorter id would come back
 * with a check digit that the customer's record does not have.
 */
export function isInternalEan13(text: string): boolean {
  return /^2\d{12}$/.test(text) && checkDigit(text.slice(0, -1)) === text.slice(-1);
}

/**
 * The symbol for an `isEncodable` text (for EAN-13: `isInternalEan13`). Error
 * correction: QR level M, Aztec 23 %, PDF417 as its standard recommends for the length.
 *
 * Clear space: ISO/IEC 15417 (Code 128), 15420 (EAN-13: 11 left), 18004 (QR),
 * 24778 (Aztec needs none; 2 keep a printed frame away), 15438 (PDF417: 2).
 *
 * @param dataColumns of a PDF417: fewer make it higher
 */
export function symbolOf(text: string, symbology: Symbology, dataColumns?: number): CodeSymbol {
  const key = `${symbology} ${dataColumns ?? ''} ${text}`;
  const known = recent.get(key);
  if (known) return known;
  const symbol = encode(text, symbology, dataColumns);
  if (recent.size >= mostRecent) recent.clear();
  recent.set(key, symbol);
  return symbol;
}

/** A card is checked, laid out and often drawn for two devices: its symbol is made once. */
const recent = new Map<string, CodeSymbol>();
const mostRecent = 64;

const quietModules: Readonly<Record<Symbology, number>> = {
  code128: 10,
  ean13: 11,
  qrcode: 4,
  azteccode: 2,
  pdf417: 2,
};

function encode(text: string, symbology: Symbology, dataColumns: number | undefined): CodeSymbol {
  // The package's named export `raw` is something else: the drawing of a symbology called "raw".
  // oxlint-disable-next-line import/no-named-as-default-member
  const [drawn] = bwipJs.raw({
    bcid: symbology,
    text,
    ...(symbology === 'qrcode' && { eclevel: 'M' }),
    ...(dataColumns !== undefined && { columns: dataColumns }),
  });
  const common = { symbology, quietModules: quietModules[symbology] };
  if (drawn !== undefined && 'sbs' in drawn) {
    const modules = Uint8Array.from(
      drawn.sbs.flatMap((width, index) => Array.from({ length: width }, () => (index % 2 === 0 ? 1 : 0))),
    );
    return { ...common, columns: modules.length, rows: 1, modules, rowHeight: 0 };
  }
  if (drawn !== undefined && 'pixs' in drawn) {
    const modules = Uint8Array.from(drawn.pixs);
    const rows = modules.length / drawn.pixx;
    return { ...common, columns: drawn.pixx, rows, modules, rowHeight: drawn.pixy / rows };
  }
  throw new Error(`${symbology} is drawn neither by bars nor by modules`);
}
