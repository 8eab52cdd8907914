// One module a country: the package's index would load the numbers of ninety countries, a second's work on a till.
import { validate as austria } from 'stdnum/lib/cjs/at/uid.js';
import { validate as belgium } from 'stdnum/lib/cjs/be/vat.js';
import { validate as bulgaria } from 'stdnum/lib/cjs/bg/vat.js';
import { validate as cyprus } from 'stdnum/lib/cjs/cy/vat.js';
import { validate as czechia } from 'stdnum/lib/cjs/cz/dic.js';
import { validate as germany } from 'stdnum/lib/cjs/de/vat.js';
import { validate as denmark } from 'stdnum/lib/cjs/dk/cvr.js';
import { validate as estonia } from 'stdnum/lib/cjs/ee/kmkr.js';
import { validate as estoniaRegister } from 'stdnum/lib/cjs/ee/registrikood.js';
import { validate as spain } from 'stdnum/lib/cjs/es/nif.js';
import { validate as finland } from 'stdnum/lib/cjs/fi/alv.js';
import { validate as faroes } from 'stdnum/lib/cjs/fo/vn.js';
import { validate as franceRegister } from 'stdnum/lib/cjs/fr/siren.js';
import { validate as france } from 'stdnum/lib/cjs/fr/tva.js';
import { validate as britain } from 'stdnum/lib/cjs/gb/vat.js';
import { validate as greece } from 'stdnum/lib/cjs/gr/vat.js';
import { validate as croatia } from 'stdnum/lib/cjs/hr/oib.js';
import { validate as hungary } from 'stdnum/lib/cjs/hu/anum.js';
import { validate as ireland } from 'stdnum/lib/cjs/ie/vat.js';
import { validate as icelandRegister } from 'stdnum/lib/cjs/is/kennitala.js';
import { validate as iceland } from 'stdnum/lib/cjs/is/vsk.js';
import { validate as italy } from 'stdnum/lib/cjs/it/iva.js';
import { validate as lithuania } from 'stdnum/lib/cjs/lt/pvm.js';
import { validate as luxembourg } from 'stdnum/lib/cjs/lu/tva.js';
import { validate as latvia } from 'stdnum/lib/cjs/lv/pvn.js';
import { validate as malta } from 'stdnum/lib/cjs/mt/vat.js';
import { validate as netherlands } from 'stdnum/lib/cjs/nl/btw.js';
import { validate as norway } from 'stdnum/lib/cjs/no/orgnr.js';
import { validate as poland } from 'stdnum/lib/cjs/pl/nip.js';
import { validate as portugal } from 'stdnum/lib/cjs/pt/nif.js';
import { validate as romania } from 'stdnum/lib/cjs/ro/cif.js';
import { validate as swedenRegister } from 'stdnum/lib/cjs/se/orgnr.js';
import { validate as sweden } from 'stdnum/lib/cjs/se/vat.js';
import { validate as slovenia } from 'stdnum/lib/cjs/si/ddv.js';
import { validate as slovakia } from 'stdnum/lib/cjs/sk/dph.js';

type Validate = typeof norway;

/** Organisation and VAT numbers of a country, in the order they are tried. */
const validators: ReadonlyMap<string, readonly Validate[]> = new Map(
  Object.entries({
    AT: [austria],
    BE: [belgium],
    BG: [bulgaria],
    CY: [cyprus],
    CZ: [czechia],
    DE: [germany],
    DK: [denmark],
    EE: [estonia, estoniaRegister],
    ES: [spain],
    FI: [finland],
    FO: [faroes],
    FR: [france, franceRegister],
    GB: [britain],
    GR: [greece],
    HR: [croatia],
    HU: [hungary],
    IE: [ireland],
    IS: [iceland, icelandRegister],
    IT: [italy],
    LT: [lithuania],
    LU: [luxembourg],
    LV: [latvia],
    MT: [malta],
    NL: [netherlands],
    NO: [norway],
    PL: [poland],
    PT: [portugal],
    RO: [romania],
    SE: [swedenRegister, sweden],
    SI: [slovenia],
    SK: [slovakia],
  }),
);

/** VAT prefixes that are not the country's ISO code (Council Directive 2006/112/EC, article 215). */
const irregularPrefixes: ReadonlyMap<string, string> = new Map([
  ['EL', 'GR'],
  ['XI', 'GB'],
]);

/** What people write before the number itself. */
const label =
  /^(?:ORG(?:ANISASJONS|ANISATIONS)?(?:NR|NUMMER)|CVR(?:NR)?|VAT(?:NO)?|MOMS(?:NR)?)(?=[A-Z]{0,2}\d)/;

/** The longest number of any country has 12 characters. */
const maxLength = 20;

/**
 * - `vat.format`: this is no number of that country
 * - `vat.check-digit`: it looks like one, but its check digit is wrong: a digit was mistyped
 * - `vat.unknown-country`: nothing is known about that country's numbers; accepted, with no check
 */
export type VatIssue = 'vat.format' | 'vat.check-digit' | 'vat.unknown-country';

/** An organisation or VAT number, read. */
export interface VatNumber {
  /**
   * As it is stored: capitals and digits without separators, and without the
   * country's prefix or suffix (`NO … MVA`) where the number belongs to the
   * customer's own country; another country's number keeps its prefix.
   */
  readonly normalized: string;
  /** ISO 3166-1 alpha-2 of the country the number belongs to. */
  readonly country: string;
  readonly issue?: VatIssue;
}

/**
 * Reads an organisation or VAT number in every notation.
 *
 * @param country ISO 3166-1 alpha-2 of the customer; a prefix in the number itself counts more
 */
export function readVatNumber(text: string, country: string): VatNumber {
  const written = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.:/\p{Pd}]/gu, '')
    .replace(label, '');
  const [issuer, number] = splitPrefix(written, country);
  if (!/^[A-Z0-9]{2,}$/.test(number) || number.length > maxLength)
    return { normalized: written, country: issuer, issue: 'vat.format' };
  const known = validators.get(issuer);
  if (known === undefined) return { normalized: written, country: issuer, issue: 'vat.unknown-country' };

  let issue: VatIssue = 'vat.format';
  for (const validate of known) {
    const result = validate(number);
    if (result.isValid) {
      const prefix = issuer === country ? '' : written.slice(0, 2);
      return { normalized: prefix + result.compact, country: issuer };
    }
    if (result.error.name === 'InvalidChecksum') issue = 'vat.check-digit';
  }
  return { normalized: written, country: issuer, issue };
}

/** The country a number names itself, with the bare number; else the customer's, with the number as it is. */
function splitPrefix(written: string, country: string): [country: string, number: string] {
  const prefix = written.slice(0, 2);
  const named = irregularPrefixes.get(prefix) ?? prefix;
  const isPrefixed = validators.has(named) && written.length > 2;
  const issuer = isPrefixed ? named : country;
  const number = isPrefixed ? written.slice(2) : written;
  return [issuer, issuer === 'NO' ? number.replace(/MVA$/, '') : number];
}
