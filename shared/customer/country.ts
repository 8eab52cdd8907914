/** The officially assigned codes of ISO 3166-1 alpha-2; Intl.DisplayNames also names withdrawn and reserved ones. */
const assigned = `
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`;

const countryCodes: ReadonlySet<string> = new Set(assigned.trim().split(/\s+/));

/** Whether the text is an ISO 3166-1 alpha-2 code as it stands (two capitals). */
export function isCountryCode(text: string): boolean {
  return countryCodes.has(text);
}

/** What a country is called in a language (BCP 47); the code itself when it has no name. */
export function countryName(code: string, language: string): string {
  return isCountryCode(code) ? (namesIn(language).of(code) ?? code) : code;
}

/** Every country, by name, for a select box. */
export function listCountries(language: string): { readonly code: string; readonly name: string }[] {
  const { compare } = new Intl.Collator(language);
  return [...countryCodes]
    .map((code) => ({ code, name: countryName(code, language) }))
    .sort((a, b) => compare(a.name, b.name));
}

const displayNames = new Map<string, Intl.DisplayNames>();

function namesIn(language: string): Intl.DisplayNames {
  const known = displayNames.get(language);
  if (known !== undefined) return known;
  const names = new Intl.DisplayNames([language], { type: 'region' });
  displayNames.set(language, names);
  return names;
}

/** How many digits a code has, and the country marks written before it (`N-6003`, `SE-114 18`). */
const postalCodes: ReadonlyMap<string, { readonly digits: number; readonly marks: string }> = new Map(
  Object.entries({
    NO: { digits: 4, marks: 'NO|N' },
    SJ: { digits: 4, marks: 'NO|SJ|N' },
    SE: { digits: 5, marks: 'SE|S' },
    DK: { digits: 4, marks: 'DK' },
    GL: { digits: 4, marks: 'DK|GL' },
    FO: { digits: 3, marks: 'FO' },
    FI: { digits: 5, marks: 'FIN|FI' },
    AX: { digits: 5, marks: 'FIN|FI|AX' },
    IS: { digits: 3, marks: 'IS' },
    DE: { digits: 5, marks: 'DE|D' },
  }),
);

/**
 * A postal code as it is stored: digits alone for the Nordic countries and
 * Germany, capitals with single spaces elsewhere.
 *
 * @returns undefined when the country has no such code
 */
export function postalCodeOf(country: string, text: string): string | undefined {
  const written = text.normalize('NFKC').trim().toUpperCase();
  const rule = postalCodes.get(country);
  if (rule === undefined) {
    const spaced = written.replace(/\s+/g, ' ');
    return /^[A-Z0-9](?:[A-Z0-9 -]{0,10}[A-Z0-9])?$/.test(spaced) ? spaced : undefined;
  }
  const shape = new RegExp(`^(?:(?:${rule.marks})-?)?(\\d{${rule.digits}})$`);
  return shape.exec(written.replace(/\s+/g, ''))?.[1];
}
