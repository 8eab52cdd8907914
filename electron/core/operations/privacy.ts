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
        const { jobs: cards } = await reader.listPrintJobs({ customerUid: uid }, 500, 0);
        const [codes, merges, consents, drafts, audit] = await Promise.all([
          reader.listReplacedCodes(uid),
          reader.listMerges(uid),
          reader.listConsentChanges(uid),
          reader.listDraftsOf(uid),
          reader.listAudit({ customerUid: uid, limit: 500 }),
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
              audit,
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
