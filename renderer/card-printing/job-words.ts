import type { TFunction } from 'i18next';
import type { PrintJob } from '#shared/contract/printing';

/** A job that needs a person because nothing was sent at all: no card can have come out. */
export function isCertainlyNotPrinted({ state, error }: PrintJob): boolean {
  return state === 'needs-attention' && error !== null && error.code !== 'printer.unknown-outcome';
}

/** How a job stands, in words a cashier understands. */
export function jobStateWords(t: TFunction, job: PrintJob): string {
  return isCertainlyNotPrinted(job) ? t('card.notPrinted') : t(`card.jobState.${job.state}`);
}
