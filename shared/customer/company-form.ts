/** Legal forms as they are written, of the Nordic countries and their trade. */
const forms =
  'AS ASA ANS ENK NUF IKS AB ApS A/S I/S K/S P/S IVS Oy Oyj Abp Tmi ehf ohf GmbH mbH OHG Ltd Limited LLC LLP PLC Inc Corp BV B.V. N.V. SARL OÜ UAB SIA';
/** These are names of people as well, and count only in capitals. */
const formsInCapitals = 'DA SA BA KS HB KB KY HF AG KG UG SE NV SAS SPA SRL';

const byLetters = new Map(forms.split(' ').map((form) => [lettersOf(form), form]));
const inCapitals = new Set(formsInCapitals.split(' '));
/** Forms that may also come first: AB Volvo, Oy Karl Fazer Ab. */
const leading = new Set(['AB', 'Oy', 'AS', 'A/S']);

/** A company form as it is written (`gmbh` → `GmbH`); undefined for any other word. */
export function companyFormOf(word: string): string | undefined {
  return inCapitals.has(word) ? word : byLetters.get(lettersOf(word));
}

/** Whether these words name a company: a name and its form, in either order. */
export function isCompanyName(words: readonly string[]): boolean {
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const startsWithForm = leading.has(companyFormOf(first) ?? '');
  return words.length > 1 && (companyFormOf(last) !== undefined || startsWithForm);
}

function lettersOf(word: string): string {
  return word.toLowerCase().replace(/\.$/, '');
}
