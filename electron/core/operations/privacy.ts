import type { AuditEntry } from '#shared/contract/audit';
import type { Handlers } from '#shared/contract/operations';
import type { PrivacyKeeper } from '../privacy/privacy-keeper.ts';
import {
  answering,
  authorNow,
  customerInSight,
  noteChanged,
  valueOf,
  type OperationContext,
} from './context.ts';

type PrivacyOperation = 'customers.export' | 'customers.erase' | 'customers.consents' | 'privacy.status';

/** So many at a time, that a search does not wait for an export. */
const atOnce = 500;

/**
 * Everything there is of some customers, read page by page.
 *
 * @param readPage the next page of one of them, behind what was read of it before; short when it is the last
 */
async function allOf<Item>(
  customerUids: readonly string[],
  readPage: (customerUid: string, before: readonly Item[]) => Promise<readonly Item[]>,
): Promise<Item[]> {
  const all: Item[] = [];
  for (const customerUid of customerUids) {
    const own: Item[] = [];
    for (let isLast = false; !isLast;) {
      const page = await readPage(customerUid, own);
      own.push(...page);
      isLast = page.length < atOnce;
    }
    all.push(...own);
  }
  return all;
}

/** What a customer may ask of whoever keeps their data, and how long a till keeps it. */
export function privacyHandlers(
  context: OperationContext,
  keeper: PrivacyKeeper,
): Handlers<PrivacyOperation> {
  const { reader, writer } = context;
  return {
    'customers.export': ({ customerUid, withoutService = false, reason }) =>
      answering(async () => {
        const { customer, mutations, conflicts } = await customerInSight(context, customerUid);
        const uid = customer.customerUid;
        const asksService = !withoutService && context.offers().capabilities.includes('export');
        const atService = asksService ? valueOf(await context.service().export(uid)) : null;
        const { actor, nowMs } = authorNow(context);
        await writer.appendAudit({
          atMs: nowMs,
          actor,
          action: 'customers.export',
          customerUid: uid,
          outcome: 'ok',
          reason,
        });
        const person = await reader.personOf(uid);
        const cards = await allOf(person, async (one, before) => {
          const { jobs } = await reader.listPrintJobs({ customerUid: one }, atOnce, before.length);
          return jobs;
        });
        const audit = await allOf(person, (one, before: readonly AuditEntry[]) =>
          reader.listAudit({ customerUid: one, limit: atOnce, beforeSequence: before.at(-1)?.sequence }),
        );
        const [codes, merges, consents, drafts] = await Promise.all([
          reader.listReplacedCodes(uid),
          reader.listMerges(uid),
          reader.listConsentChanges(uid),
          reader.listDraftsOf(uid),
        ]);
        return {
          fileName: `customer-${uid}.json`,
          export: {
            exportedAt: new Date(nowMs).toISOString(),
            service: atService,
            thisTill: {
              customer,
              waiting: mutations,
              cards,
              codes,
              merges,
              conflicts,
              consents,
              drafts,
              audit: audit.toSorted((one, other) => other.sequence - one.sequence),
            },
          },
        };
      }),

    'customers.erase': ({ customerUid, reason }) =>
      answering(async () => {
        const erasure = await writer.erasePerson(customerUid, { ...authorNow(context), reason });
        noteChanged(context, ...erasure.erased);
        await keeper.purge();
        return erasure;
      }),

    'customers.consents': ({ customerUid }) =>
      answering(async () => {
        const { customer } = await customerInSight(context, customerUid);
        return { changes: await reader.listConsentChanges(customer.customerUid) };
      }),

    'privacy.status': () => answering(async () => ({ retention: await keeper.retention() })),
  };
}
