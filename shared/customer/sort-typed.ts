import { companyFormOf, isCompanyName } from './company-form.ts';
import { readEmail } from './email.ts';
import type { CustomerDraft } from './model.ts';
import { capitalize, capitalizeName, isFamilyName, splitName } from './person-name.ts';
import { withoutPhoneLabels } from './phone-notation.ts';
import { tidyText } from './tidy-text.ts';
import { readNumbers, type NumberKind } from './typed-numbers.ts';

/** A piece of what was typed, and what it is. A `break` is a comma. */
interface Part {
  readonly kind: NumberKind | 'word' | 'break' | 'address' | 'city';
  readonly text: string;
}

/** More was pasted, not typed; and what is left fits into every field. */
const maxLength = 200;

const emailToken = /[^\s<>(),;"]*@[^\s<>(),;"]*/g;
const numberToken = /^[+(]*\d[\d().+-]*$/;
/** What people write around organisation numbers; the check digit tells them without it. */
const organisationLabels =
  /(?<![\p{L}\p{N}])(?:org(?:anisasjons|anisations)?[\s.-]*(?:nr|nummer)[\s.:]*|NO\s?(?=\d{3}[\s.]?\d{3}[\s.]?\d{3}(?!\d)))|(?<=\d)\s?MVA(?!\p{L})/giu;
/** A street's name, or the last word of it, when a house number follows. */
const street =
  /(?:gata|gate|gaten|gatan|gade|vei|veg|veien|vegen|väg|vägen|vej|allé|plass|torg|straße|strasse|weg|katu|tie|street|road|avenue|lane)$/i;
/** A VAT number in one piece, with its country's letters. */
const vatToken = /^(?:SE\d{12}|(?:DK|FI)\d{8}|DE\d{9})$/i;
const houseNumber = /^\d{1,4}\p{L}?$/u;
/** Small words inside the name of a place: Mo i Rana, Frankfurt am Main. */
const placeJoiners = new Set('i på ved am an der im sur upon'.split(' '));

/**
 * Sorts what was typed into the search box into the fields of a new customer:
 * `bjørn åse 90123456 bjorn@x.no 6003 ålesund`. It guesses and does not check:
 * the form shows the guess, and the check comes before saving. What fits nowhere
 * (four digits alone, a second phone number) is left out.
 *
 * @param options.defaultCountry ISO 3166-1 alpha-2: whose notations to expect; Norway's when absent
 */
export function sortTyped(
  text: string,
  { defaultCountry = 'NO' }: { readonly defaultCountry?: string } = {},
): Partial<CustomerDraft> {
  const line = tidyText(text.normalize('NFKC').slice(0, maxLength));
  const email = readTypedEmail(line);
  const words = tokenize(line.replace(emailToken, ' '));
  const parts = markCity(markAddress(readRuns(words, defaultCountry)));
  const draft: Partial<CustomerDraft> = email === undefined ? {} : { email };
  for (const { kind, text } of parts)
    if (kind !== 'word' && kind !== 'number' && kind !== 'break') draft[kind] ??= text;
  if (draft.vatNumber !== undefined) draft.customerType = 'COMPANY';
  return { ...draft, ...sortNames(parts, draft.customerType === 'COMPANY') };
}

/** Whatever has an "@", finished or not: the form asks for the rest. */
function readTypedEmail(line: string): string | undefined {
  for (const [token] of line.matchAll(emailToken)) {
    const address = token.replace(/^mailto:/i, '').replace(/[.:]+$/, '');
    if (address !== '@') return readEmail(address) ?? address;
  }
  return undefined;
}

function tokenize(line: string): Part[] {
  const bare = withoutPhoneLabels(line).replace(organisationLabels, ' ');
  // A slash between digits stands between two numbers; a comma is a token of its own.
  const spaced = bare.replace(/(?<=\d)\/(?=\d)/g, ' ').replace(/[,;]/g, ' , ');
  return spaced.split(' ').flatMap((token): Part[] => {
    if (token === ',') return [{ kind: 'break', text: token }];
    if (numberToken.test(token)) return [{ kind: 'number', text: token }];
    if (vatToken.test(token)) return [{ kind: 'vatNumber', text: token.toUpperCase() }];
    const word = token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}.]+$/gu, '');
    return word === '' ? [] : [{ kind: 'word', text: word }];
  });
}

/** Numbers in a row are read together, since people put spaces into them. */
function readRuns(parts: readonly Part[], country: string): Part[] {
  const read: Part[] = [];
  let run: string[] = [];
  for (const part of [...parts, undefined]) {
    if (part?.kind === 'number') {
      run.push(part.text);
      continue;
    }
    read.push(...readNumbers(run, part?.kind === 'word', country));
    run = [];
    if (part !== undefined) read.push(part);
  }
  return read;
}

/** A street and its house number become one part. */
function markAddress(parts: readonly Part[]): Part[] {
  const end = parts.findIndex(({ text }, index) => {
    const before = parts[index - 1];
    return houseNumber.test(text) && isWord(before) && street.test(before.text);
  });
  if (end < 0) return [...parts];
  const start = startOfStreet(parts, end - 1);
  const words = parts.slice(start, end + 1).map(({ text }, index) => (index === 0 ? capitalize(text) : text));
  return parts.toSpliced(start, words.length, { kind: 'address', text: words.join(' ') });
}

/** Back to a comma all words are the street's; else the one before, where "gate" stands alone (`kongens gate 5`). */
function startOfStreet(parts: readonly Part[], last: number): number {
  const first = parts.findLastIndex((part, index) => index < last && !isWord(part)) + 1;
  if (parts[first - 1]?.kind === 'break') return first;
  const isAlone = street.exec(parts[last]?.text ?? '')?.index === 0;
  return isAlone ? Math.max(first, last - 1) : last;
}

/**
 * The words after a postal code are its place: all of them when the name came
 * before, else the first with what joins on to it (`8622 mo i rana kari berg`).
 */
function markCity(parts: readonly Part[]): Part[] {
  const postalCode = parts.findIndex(({ kind }) => kind === 'postalCode');
  if (postalCode < 0) return [...parts];
  const start = postalCode + 1;
  const afterPlace = parts.findIndex((part, index) => index >= start && !isWord(part));
  const words = parts.slice(start, afterPlace < 0 ? parts.length : afterPlace).map(({ text }) => text);
  if (words.length === 0) return [...parts];

  const hasName = parts.slice(0, postalCode).some(isWord);
  let length = 1;
  while (placeJoiners.has(words[length] ?? '')) length += 2;
  if (hasName || words.length - length < 2) length = words.length;
  const place = words.slice(0, length).map((word) => (placeJoiners.has(word) ? word : capitalize(word)));
  return parts.toSpliced(start, length, { kind: 'city', text: place.join(' ') });
}

/** Words in a row, as typed. */
interface Segment {
  readonly words: string[];
  readonly isAfterComma: boolean;
}

/** The words that are left, between commas and other fields, are the names. */
function sortNames(parts: readonly Part[], isCompany: boolean): Partial<CustomerDraft> {
  const segments = splitSegments(parts);
  const company = segments.find(({ words }) => isCompanyName(words)) ?? (isCompany ? segments[0] : undefined);
  const people = segments
    .filter((segment) => segment !== company)
    .map(({ words, isAfterComma }) => ({ words: words.filter((word) => !/\p{N}/u.test(word)), isAfterComma }))
    .filter(({ words }) => words.length > 0);
  const { firstname, lastname } = splitName(capitalizeName(givenNameFirst(people)));
  return {
    ...(company === undefined ? {} : { customerType: 'COMPANY', companyName: writeCompany(company.words) }),
    ...(firstname === '' ? {} : { firstname }),
    ...(lastname === '' ? {} : { lastname }),
  };
}

function splitSegments(parts: readonly Part[]): Segment[] {
  const segments: Segment[] = [];
  let current: Segment | undefined;
  let isAfterComma = false;
  for (const { kind, text } of parts) {
    if (kind === 'word' || (kind === 'number' && current !== undefined)) {
      if (current === undefined) segments.push((current = { words: [], isAfterComma }));
      current.words.push(text);
    } else {
      current = undefined;
    }
    isAfterComma = kind === 'break';
  }
  return segments;
}

/** `Hansen, Kari` is the one notation with the family name first. */
function givenNameFirst(people: readonly Segment[]): string[] {
  const [family, given] = people;
  const isTurned = people.length === 2 && given?.isAfterComma === true && isFamilyName(family?.words ?? []);
  return (isTurned ? [given, family] : people).flatMap((segment) => segment?.words ?? []);
}

function writeCompany(words: readonly string[]): string {
  return words
    .map((word, index) => {
      const isAtEdge = words.length > 1 && (index === 0 || index === words.length - 1);
      return (isAtEdge ? companyFormOf(word) : undefined) ?? capitalize(word);
    })
    .join(' ');
}

function isWord(part: Part | undefined): part is Part {
  return part?.kind === 'word';
}
