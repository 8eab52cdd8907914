import type { MutationKind } from '../contract/values.ts';
import { restrictConsents } from '../sync/restrict-consents.ts';
import {
  displayNameOf,
  readCustomer,
  type CustomerChanges,
  type CustomerDraft,
  type CustomerRecord,
} from './model.ts';

/** What a mutation carries besides its kind; the keys follow the service's request bodies. */
export interface MutationPayloads {
  create: CustomerDraft & { readonly customerUid: string };
  update: CustomerChanges;
  delete: Record<string, never>;
  merge: { readonly mergeFromCustomerUid: string };
  'add-extension': { readonly extensionCode: string; readonly storeUid: string };
  'remove-extension': { readonly extensionCode: string; readonly storeUid: string };
  'print-card': { readonly printerUid?: string };
}

/** One change of a customer, as the outbox keeps it. */
export type Change = {
  [Kind in MutationKind]: { kind: Kind; payload: MutationPayloads[Kind] };
}[MutationKind];

/**
 * The customer after a change, as the till shows it until the service has
 * answered. Replaying the unsettled changes over the service's record gives the
 * till's view at any time.
 *
 * @param record undefined before its create
 * @param at RFC 3339 time of the change
 * @returns undefined when the change leaves no customer
 */
export function applyMutation(
  record: CustomerRecord | undefined,
  change: Change,
  at: string,
): CustomerRecord | undefined {
  switch (change.kind) {
    case 'create': {
      const { customerUid, consents, ...fields } = change.payload;
      const created: CustomerRecord = {
        ...record,
        customerUid,
        createdAt: at,
        lastModifiedAt: at,
        ...(consents === undefined
          ? {}
          : {
              consents: restrictConsents(
                consents.map(({ consentUid, status, source }) => ({
                  consentUid,
                  name: consentUid,
                  status,
                  source,
                  createdAt: at,
                })),
                readCustomer(record)?.consents ?? [],
              ),
            }),
      };
      return withChanges(created, fields);
    }
    case 'update':
      return record === undefined ? undefined : withChanges(record, change.payload);
    case 'delete':
      return undefined;
    case 'add-extension': {
      if (record === undefined) return undefined;
      const { extensionCode } = change.payload;
      const others = extensionsWithout(record, extensionCode);
      return { ...record, extensions: [...others, { extensionCode, organizationUid: '' }] };
    }
    case 'remove-extension':
      return record === undefined
        ? undefined
        : { ...record, extensions: extensionsWithout(record, change.payload.extensionCode) };
    case 'merge':
    case 'print-card':
      break;
  }
  return record;
}

/** The request's spelling of a field differs from the record's in these two (`CustomerUpdateSchema`). */
function withChanges(record: CustomerRecord, changes: CustomerChanges): CustomerRecord {
  const { defaultStoreUid, ehf, credit, accountManager, ...plain } = changes;
  const next: Record<string, unknown> & { customerUid: string } = { ...record, ...plain };
  if (defaultStoreUid !== undefined)
    next['defaultStore'] = { ...storeOf(record, defaultStoreUid), storeUid: defaultStoreUid };
  if (ehf !== undefined) next['ehf'] = { ...objectOf(record['ehf']), ...ehf };
  if (credit !== undefined) next['credit'] = { ...objectOf(record['credit']), ...credit };
  if (accountManager !== undefined) next['accountManager'] = { ...accountManager };
  const view = readCustomer({ ...next, displayName: undefined });
  return view === undefined ? next : { ...next, displayName: displayNameOf(view) };
}

function storeOf(record: CustomerRecord, storeUid: string): object {
  const store = objectOf(record['defaultStore']);
  return 'storeUid' in store && store.storeUid === storeUid ? store : {};
}

function extensionsWithout(record: CustomerRecord, extensionCode: string): unknown[] {
  const extensions = Array.isArray(record['extensions']) ? (record['extensions'] as unknown[]) : [];
  return extensions.filter(
    (entry) => (objectOf(entry) as { extensionCode?: unknown }).extensionCode !== extensionCode,
  );
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
