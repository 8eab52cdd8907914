import type { TFunction } from 'i18next';

const wholeNumbers = new Intl.NumberFormat('en');
const amounts = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const moments = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

export function formatCount(count: number): string {
  return wholeNumbers.format(count);
}

/** Hundredths of the tenant's currency, which the service does not name. */
export function formatAmount(hundredths: number): string {
  return amounts.format(hundredths / 100);
}

/** RFC 3339 to a day; what is no date is shown as it came. */
export function formatDay(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : days.format(at);
}

export function formatMoment(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : moments.format(at);
}

/** How long ago, in words that stay short: "just now", "4 min ago", then the day. */
export function formatAge(t: TFunction, time: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(time)) / 60_000);
  if (Number.isNaN(minutes)) return time;
  if (minutes < 1) return t('age.now');
  if (minutes < 60) return t('age.minutes', { count: minutes });
  if (minutes < 24 * 60) return t('age.hours', { count: Math.floor(minutes / 60) });
  return formatDay(time);
}
