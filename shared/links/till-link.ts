/** What another program may ask of a till by a link. None of it changes anything: a person at the till does that. */
export type TillLink =
  /** Show this customer; by any number that is theirs alone, as a scan does. */
  | { readonly to: 'customer'; readonly text: string }
  /** Look for these words. */
  | { readonly to: 'search'; readonly text: string }
  /** Open the form for a new customer, with what is known sorted into its fields. */
  | { readonly to: 'register'; readonly text: string };

/** Longer than any number on a card, and than any words somebody looks for. */
const longestText = { customer: 128, search: 200, register: 200 } as const;
/** Each sign may be three bytes long, and is written with three signs a byte. */
const longestLink = 2_000;

const shape = /^tillbook:\/\/(?<to>customer|search|register)(?:\/(?<text>[^/?#]*))?\/?$/i;
/** Nothing that cannot be seen, or that turns around what is beside it; a space is one. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * Reads `tillbook://customer/ID`, `tillbook://search/WORDS`, `tillbook://register` or
 * `tillbook://register/WORDS`; percent-encoded UTF-8. Links come from any program and any
 * web page: whatever is not exactly one of these is none.
 *
 * @returns undefined for everything else
 */
export function parseTillLink(link: unknown): TillLink | undefined {
  if (typeof link !== 'string' || link.length > longestLink) return undefined;
  const parts = shape.exec(link)?.groups;
  if (parts === undefined) return undefined;
  const to = parts['to']!.toLowerCase() as TillLink['to'];
  const text = decode(parts['text'] ?? '');
  if (text === undefined || text.length > longestText[to]) return undefined;
  if (text === '' && to !== 'register') return undefined;
  return { to, text };
}

function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text).normalize('NFC').trim();
    return unseen.test(decoded) ? undefined : decoded;
  } catch {
    return undefined; // a percent sign that begins nothing, or bytes that are no text
  }
}

/**
 * The link a program was started with: an argument of its own, as operating systems hand it over.
 *
 * @returns undefined when there is none, or more than one
 */
export function linkAmong(args: readonly string[]): string | undefined {
  const links = args.filter((argument) => /^tillbook:/i.test(argument));
  return links.length === 1 ? links[0] : undefined;
}
