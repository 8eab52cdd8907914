import { setTimeout as pause } from 'node:timers/promises';
import { signConsents } from '#shared/customer/consent-source';
import { checkChanges, checkDraft } from '#shared/customer/check-draft';
import { because } from '#shared/contract/error-reasons';
import { TillFailure } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import {
  readCustomer,
  type Customer,
  type CustomerChanges,
  type CustomerDraft,
} from '#shared/customer/model';
import {
  answering,
  authorNow,
  customerInSight,
  noteChanged,
  present,
  requireOffered,
  spareLoyaltyIds,
  valueOf,
  type OperationContext,
} from './context.ts';
import { prepareCustomers } from '../db/prepared-customers.ts';
import { requireCompanyAsParent } from './parent-company.ts';
import { cardOrderFor } from './print-orders.ts';
import { fitDraft, holdsLoyaltyId, requireRoom } from './room-at-service.ts';

/** What the law on personal data asks for beside: privacy.ts. */
type CustomerOperation = Exclude<
  Extract<OperationName, `customers.${string}`>,
  'customers.export' | 'customers.erase' | 'customers.consents'
>;

/** The most that opening a customer waits until it is written down who did: a millisecond, unless the writer is busy. */
const longestNoteMs = 250;

/** Search, open, register and change customers; what only the service knows is asked of it. */
export function customerHandlers(context: OperationContext): Handlers<CustomerOperation> {
  const { reader, writer } = context;

  const detailsOf = (customerUid: string) => customerInSight(context, customerUid);

  async function changeExtension(
    kind: 'add-extension' | 'remove-extension',
    request: { customerUid: string; extensionCode: string; storeUid?: string | undefined },
  ) {
    requireOffered(context, 'extensions');
    const storeUid = request.storeUid ?? (await reader.getConnection())?.store;
    if (!storeUid) throw storeMissing();
    const { customerUid, extensionCode } = request;
    const accepted = await writer.changeExtension(
      customerUid,
      kind,
      { extensionCode, storeUid },
      authorNow(context),
    );
    noteChanged(context, customerUid);
    return accepted;
  }

  return {
    'customers.search': ({ caller, ...request }) =>
      answering(async () => {
        context.sync.noteSearch();
        context.duplicates.noteSearch();
        const { hits, more, coverage } = await context.search(
          { ...request, limit: request.limit ?? 20 },
          caller,
        );
        return { hits, more, coverage };
      }),

    'customers.filters': () => answering(() => reader.filterValues()),

    'customers.recent': (request) => answering(() => reader.recent(request.limit ?? 8)),

    'customers.get': ({ customerUid }) =>
      answering(async () => {
        const details = await detailsOf(customerUid);
        // Before anybody sees the customer: a kill leaves no look without a trace. A writer that is busy for longer is not waited for.
        const noted = writer
          .noteOpened(details.customer.customerUid, context.author(), context.clock())
          .catch((cause: unknown) => context.log('error', 'audit.failed', { cause }));
        await Promise.race([noted, pause(longestNoteMs, undefined, { ref: false })]);
        return details;
      }),

    'customers.fetch': ({ customerUid }) =>
      answering(async () => {
        const record = valueOf(await context.service().get(customerUid));
        await writer.applyPulledRecords({
          customers: prepareCustomers([record]),
          // A change may have been acknowledged while the service answered: only what is newer than that is taken.
          ackedMeanwhile: [customerUid],
          fullPass: null,
          nowMs: context.clock(),
        });
        noteChanged(context, customerUid);
        return detailsOf(customerUid);
      }),

    'customers.storeDetails': ({ customerUid, storeUid }) =>
      answering(async () => {
        const service = context.service();
        requireOffered(context, 'store-details');
        const store = storeUid ?? (await reader.getConnection())?.store;
        if (!store) throw storeMissing();
        const { customer, credit } = valueOf(await service.storeDetails(customerUid, store));
        return { customer: readable(customer), credit };
      }),

    'customers.check': ({ draft }) =>
      answering(async () => {
        const settings = await reader.getSettings();
        const { issues, normalized } = checkDraft(draft, {
          defaultCountry: settings.defaultCountry,
          holds: context.offers().holds,
        });
        const suggestions: Record<string, string> = {};
        const postalCode = normalized['postalCode'] ?? draft.postalCode?.trim();
        if (postalCode && !draft.city?.trim()) {
          const city = await reader.suggestCity(postalCode);
          if (city !== undefined) suggestions['city'] = city;
        }
        return { issues, normalized, suggestions };
      }),

    'customers.duplicates': ({ draft, limit }) =>
      answering(async () => ({ candidates: await reader.duplicates(present(draft), limit ?? 5) })),

    'customers.create': ({ customer, card, printer, takeOverCode }) =>
      answering(async () => {
        const { defaultCountry, consents: asked } = await reader.getSettings();
        const filled = { ...customer, countryCode: customer.countryCode || defaultCountry };
        const offer = context.offers();
        const { issues, normalized } = checkDraft(filled, { defaultCountry, holds: offer.holds });
        if (issues.length > 0) throw new TillFailure('customer.invalid', { issues });
        const draft: CustomerDraft & { customerUid: string } = {
          ...withoutEmpty({ ...filled, ...normalized }),
          customerType: customer.customerType,
          customerUid: customer.customerUid ?? context.ids(),
          ...(customer.consents && {
            consents: signConsents(customer.consents, asked, {
              atMs: context.clock(),
              cashier: context.author(),
            }),
          }),
        };
        const fitted = fitDraft(offer, draft, defaultCountry);
        await requireCompanyAsParent(context, fitted);
        const hasCard = holdsLoyaltyId(offer, draft.customerType);
        if (card === true && !hasCard) throw new TillFailure('card.no-loyalty-id');
        const order = card === true ? { card: await cardOrderFor(context, printer) } : {};
        const created = await writer.createCustomer(fitted, authorNow(context), {
          loyaltyIds: hasCard ? spareLoyaltyIds() : null,
          ...order,
          ...(takeOverCode === undefined ? {} : { takeOverCode }),
        });
        noteChanged(context, draft.customerUid);
        if (card === true) context.startPrinting();
        return created;
      }),

    'customers.update': ({ customerUid, changes }) =>
      answering(async () => {
        const { customer: current, mutations } = await detailsOf(customerUid);
        const isNew = mutations.some(({ kind }) => kind === 'create');
        requireRoom(context.offers(), current.customerType, changes, isNew ? undefined : current);
        const settings = await reader.getSettings();
        const { issues, normalized } = checkChanges(current, changes, {
          defaultCountry: settings.defaultCountry,
          holds: context.offers().holds,
        });
        if (issues.length > 0) throw new TillFailure('customer.invalid', { issues });
        await requireCompanyAsParent(context, changes);
        const updated = await writer.updateCustomer(
          current.customerUid,
          { ...changes, ...(normalized as CustomerChanges) },
          authorNow(context),
        );
        noteChanged(context, current.customerUid);
        return updated;
      }),

    'customers.delete': ({ customerUid, reason }) =>
      answering(async () => {
        const accepted = await writer.deleteCustomer(customerUid, { ...authorNow(context), reason });
        noteChanged(context, customerUid);
        return accepted;
      }),

    'customers.merge': ({ customerUid, mergeFromCustomerUid, take = [] }) =>
      answering(async () => {
        requireOffered(context, 'merge');
        const { customer } = await detailsOf(customerUid);
        const held = context.offers().holds.fields[customer.customerType];
        const accepted = await writer.mergeCustomers(customerUid, mergeFromCustomerUid, authorNow(context), {
          fields: take.filter((field) => held.includes(field)),
          mutationId: context.ids(),
        });
        noteChanged(context, customerUid, mergeFromCustomerUid);
        return accepted;
      }),

    'customers.merges': ({ customerUid }) =>
      answering(async () => {
        const { customer } = await detailsOf(customerUid);
        return { merges: await reader.listMerges(customer.customerUid) };
      }),

    'customers.history': ({ customerUid, beforeSequence, limit = 20, withLooks = false }) =>
      answering(async () => {
        const { customer } = await detailsOf(customerUid);
        const filter = { beforeSequence, limit: limit + 1, withLooks };
        const entries = await reader.listHistory(customer.customerUid, filter);
        return { entries: entries.slice(0, limit), hasMore: entries.length > limit };
      }),

    'customers.addExtension': (request) => answering(() => changeExtension('add-extension', request)),
    'customers.removeExtension': (request) => answering(() => changeExtension('remove-extension', request)),

    'customers.searchService': (request) =>
      answering(async () => {
        const page = valueOf(await context.service().search(request));
        const { customerGroupUid: group } = request;
        const customers = page.items
          .flatMap((item) => readCustomer(item) ?? [])
          // The service's search knows no groups.
          .filter((one) => group === undefined || one.customerGroupUids?.includes(group) === true);
        return { hits: await reader.summarize(customers), totalCount: page.totalCount ?? customers.length };
      }),

    'customers.searchExternal': ({ query }) =>
      answering(async () => {
        const found = valueOf(await context.service().searchExternal(query));
        return { items: found.flatMap((item) => readCustomer(item) ?? []) };
      }),
  };
}

function storeMissing(): TillFailure {
  return new TillFailure('input.invalid', {
    ...because('store.unknown'),
    issues: [
      { field: 'storeUid', code: 'required', message: 'Choose the store under Settings, Connection.' },
    ],
  });
}

function readable(record: unknown): Customer {
  const customer = readCustomer(record);
  if (customer === undefined) throw new TillFailure('service.bad-answer');
  return customer;
}

/** An empty field of a form is a field that was not filled in. */
function withoutEmpty<Draft extends object>(draft: Draft): Draft {
  return Object.fromEntries(
    Object.entries(draft).flatMap(([key, value]) => {
      const trimmed: unknown = typeof value === 'string' ? value.trim() : value;
      return trimmed === '' || trimmed === undefined ? [] : [[key, trimmed]];
    }),
  ) as Draft;
}
