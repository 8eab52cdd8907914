import { fail, type Result, type TillError } from '#shared/contract/errors';
import type { PrintJob } from '#shared/contract/printing';
import type { Customer } from '#shared/customer/model';
import type { Reader } from '../db/reader.ts';
import type { Remote } from '../threads/remote.ts';
import { cardModelOf, type CardModel } from './card-model.ts';

export type PreparedCard<Job extends PrintJob> = { readonly job: Job } & Result<{
  readonly model: CardModel;
}>;

export interface CardPreparation {
  readonly reader: Remote<Reader>;
  /** Gives the customer of a batch a loyalty id; answers why it cannot. */
  readonly giveLoyaltyId: (customer: Customer) => Promise<TillError | null>;
}

/**
 * What the cards of these jobs say now, or why there is none. A customer merged away since is never
 * replaced by the other one behind the cashier's back: whose card it would be is for a person to say.
 */
export async function prepareCards<Job extends PrintJob>(
  { reader, giveLoyaltyId }: CardPreparation,
  jobs: readonly Job[],
): Promise<PreparedCard<Job>[]> {
  const settings = await reader.getSettings();
  const customers = await reader.customersOfCards(jobs.map(({ customerUid }) => customerUid));

  async function prepare(job: Job, customer: Customer | undefined): Promise<Result<{ model: CardModel }>> {
    if (customer === undefined) {
      const isMerged = (await reader.mergedInto(job.customerUid)) !== undefined;
      return fail(isMerged ? 'card.merged-away' : 'customer.not-found');
    }
    if (customer.loyaltyId || job.batchId === null) return cardModelOf(customer, settings);
    const refused = await giveLoyaltyId(customer);
    if (refused !== null) return fail(refused.code, refused);
    const [again] = await reader.customersOfCards([job.customerUid]);
    return again === undefined ? fail('customer.not-found') : cardModelOf(again, settings);
  }

  const prepared: PreparedCard<Job>[] = [];
  for (const [index, job] of jobs.entries()) {
    prepared.push(Object.assign({ job }, await prepare(job, customers[index])));
  }
  return prepared;
}
