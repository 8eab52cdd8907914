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

/** How long until then, in words that stay true while a person reads them. */
export function formatAhead(t: TFunction, time: string, nowMs: number): string {
  const minutes = Math.ceil((Date.parse(time) - nowMs) / 60_000);
  if (Number.isNaN(minutes)) return time;
  if (minutes <= 1) return t('ahead.minute');
  return minutes < 60 ? t('ahead.minutes', { count: minutes }) : formatMoment(time);
}

/** A length of time, rounded as somebody would say it. */
export function formatDuration(t: TFunction, milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return t('duration.seconds', { count: Math.max(5, Math.ceil(seconds / 5) * 5) });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return t('duration.minutes', { count: minutes });
  return t('duration.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
