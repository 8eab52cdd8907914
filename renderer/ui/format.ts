import i18next, { type TFunction } from 'i18next';
import type { Language } from '#shared/contract/languages';
import { countryName, listCountries } from '#shared/customer/country';

/** Every date, number and name of the interface is written here, as people write it in the chosen language. */
function inLanguage<Format>(make: (locale: string) => Format): () => Format {
  const made = new Map<string, Format>();
  return () => {
    // English as it is written in Europe: the day before the month.
    const locale = i18next.language === 'en' ? 'en-GB' : i18next.language;
    const format = made.get(locale) ?? make(locale);
    made.set(locale, format);
    return format;
  };
}

const wholeNumbers = inLanguage((locale) => new Intl.NumberFormat(locale));
const fewDigits = inLanguage(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
);
const amounts = inLanguage(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
);
const sizesIn = (unit: 'megabyte' | 'gigabyte') =>
  inLanguage(
    (locale) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        maximumSignificantDigits: 3,
        maximumFractionDigits: 1,
        roundingPriority: 'lessPrecision',
      }),
  );
const [megabytes, gigabytes] = [sizesIn('megabyte'), sizesIn('gigabyte')];
const milliseconds = inLanguage(
  (locale) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: 'millisecond', maximumSignificantDigits: 3 }),
);
const shares = inLanguage((locale) => new Intl.NumberFormat(locale, { style: 'percent' }));
const days = inLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
);
const moments = inLanguage(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    }),
);
const relativeTimes = inLanguage(
  (locale) => new Intl.RelativeTimeFormat(locale, { style: lengthOf(locale), numeric: 'always' }),
);
const lengths = inLanguage((locale) => {
  const inUnit = (unit: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: lengthOf(locale) });
  return { second: inUnit('second'), minute: inUnit('minute'), hour: inUnit('hour') };
});
const allCountries = inLanguage((locale) => listCountries(locale));

/** Elsewhere short forms end in a full stop, which the end of a sentence would double, or read like a form. */
function lengthOf(locale: string): 'short' | 'long' {
  return locale === 'en-GB' ? 'short' : 'long';
}

export function formatCount(count: number): string {
  return wholeNumbers().format(count);
}

/** A number worth telling from none although it is small: with one decimal below ten. */
export function formatRate(perSecond: number): string {
  return perSecond < 10 ? fewDigits().format(perSecond) : formatCount(Math.round(perSecond));
}

/** How large a file is, in millions of bytes. */
export function formatBytes(bytes: number): string {
  return bytes < 1e9 ? megabytes().format(bytes / 1e6) : gigabytes().format(bytes / 1e9);
}

/** How long a program took for something. */
export function formatMilliseconds(ms: number): string {
  return milliseconds().format(ms);
}

/** @param share 1: all of it */
export function formatShare(share: number): string {
  return shares().format(share);
}

/** Hundredths of the tenant's currency, which the service does not name. */
export function formatAmount(hundredths: number): string {
  return amounts().format(hundredths / 100);
}

/** RFC 3339 to a day; what is no date is shown as it came. */
export function formatDay(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : days().format(at);
}

export function formatMoment(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : moments().format(at);
}

/** How long ago, in words that stay short: "just now", "4 min ago", then the day. */
export function formatAge(t: TFunction, time: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(time)) / 60_000);
  if (Number.isNaN(minutes)) return time;
  if (minutes < 1) return t('age.now');
  if (minutes < 60) return relativeTimes().format(-minutes, 'minute');
  if (minutes < 24 * 60) return relativeTimes().format(-Math.floor(minutes / 60), 'hour');
  return formatDay(time);
}

/** How long until then, in words that stay true while a person reads them. */
export function formatAhead(t: TFunction, time: string, nowMs: number): string {
  const minutes = Math.ceil((Date.parse(time) - nowMs) / 60_000);
  if (Number.isNaN(minutes)) return time;
  if (minutes <= 1) return t('ahead.minute');
  return minutes < 60 ? relativeTimes().format(minutes, 'minute') : formatMoment(time);
}

/** What is left of a wait, as clocks count down: 4:05. */
export function formatCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A length of time, rounded as somebody would say it. */
export function formatDuration(milliseconds: number): string {
  const { second, minute, hour } = lengths();
  const seconds = milliseconds / 1000;
  if (seconds < 60) return second.format(Math.max(5, Math.ceil(seconds / 5) * 5));
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return minute.format(minutes);
  const rest = minutes % 60 === 0 ? '' : ` ${minute.format(minutes % 60)}`;
  return `${hour.format(Math.floor(minutes / 60))}${rest}`;
}

/** What a country is called; the code itself when nothing is known of it. */
export function nameCountry(code: string): string {
  return countryName(code, i18next.language);
}

/** Every country by its name, in the order of the names. */
export function namedCountries(): ReturnType<typeof listCountries> {
  return allCountries();
}

/** A language by its own name, as those who read it look for it: "Norsk bokmål", "Deutsch". */
export function nameLanguage(language: Language): string {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** Words that begin with a capital, in the middle of a sentence; German nouns keep theirs. */
export function insideSentence(words: string): string {
  return i18next.language === 'de' ? words : words.toLocaleLowerCase(i18next.language);
}
