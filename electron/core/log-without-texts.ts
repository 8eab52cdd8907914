import type { CoreLog } from './core.ts';

/** How V8 shows what `JSON.parse` could not read: `Unexpected token 'K', "Kari Nordm"... is not valid JSON`. */
const shownText = /, (?:\.{3})?"[^]*?"(?:\.{3})? is not valid JSON/g;

/** The same log, without what a bug's words show of a text that is no JSON: that may be a customer's record. */
export function withoutShownTexts(log: CoreLog): CoreLog {
  return (level, event, details) => {
    const entries = Object.entries(details ?? {}).map(([name, value]) => [name, withoutShownText(value)]);
    log(level, event, details && Object.fromEntries(entries));
  };
}

function withoutShownText(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(shownText, ' is not valid JSON') : value;
}
