import type { CustomerConsent, FlowRetailCustomer } from '../../seed/flow-retail-customer.ts';
import { ApiError } from '../api-error.ts';
import { moveDepartments } from '../customer-writes.ts';
import { findCustomer } from '../world.ts';
import { answer, param, type Handler } from './call.ts';

/**
 * The customer of the path stays. Its duplicate's orders, addresses, contacts, consents, groups, extensions, departments
 * and open balance move to it, fields it leaves empty are filled from the duplicate, then the duplicate is removed.
 */
export const merge: Handler<{ mergeFromCustomerUid: string }> = {
  permission: 'TENANT.ACCESS',
  handle: (call) => {
    const { world } = call;
    const keptUid = param(call, 'customerUid');
    const duplicateUid = call.body.mergeFromCustomerUid;
    const kept = findCustomer(world, keptUid);
    if (keptUid === duplicateUid) {
      throw new ApiError(
        400,
        'MERGE_WITH_ITSELF',
        'mergeFromCustomerUid: a customer cannot be merged with itself',
      );
    }
    const duplicate = findCustomer(world, duplicateUid);
    if ((kept.customerType === 'PERSON') !== (duplicate.customerType === 'PERSON')) {
      throw new ApiError(
        400,
        'MERGE_TYPES_DIFFER',
        'mergeFromCustomerUid: a person and a company cannot be merged',
      );
    }

    moveDepartments(world, duplicateUid, companyOfDepartments(kept, duplicateUid));
    const histories = [
      ...world.customers.orderHistoriesOf(keptUid),
      ...world.customers.orderHistoriesOf(duplicateUid),
    ];
    world.customers.remove(duplicateUid);
    // Read again: the kept customer may have been a department of the duplicate.
    const merged = mergeRecords(findCustomer(world, keptUid), duplicate, world.changeTime());
    world.customers.replace(merged);
    world.customers.setOrderHistories(keptUid, histories);
    return answer(200, merged);
  },
};

/** Who takes the duplicate's departments over: only a company that is no department itself can; '' when there is none. */
function companyOfDepartments(kept: FlowRetailCustomer, duplicateUid: string): string {
  if (kept.customerType !== 'COMPANY') return '';
  const isDepartmentOfAnother = kept.customerParentUid !== '' && kept.customerParentUid !== duplicateUid;
  return isDepartmentOfAnother ? kept.customerParentUid : kept.customerUid;
}

const fillableFields = [
  'firstname',
  'lastname',
  'companyName',
  'vatNumber',
  'mobile',
  'email',
  'loyaltyId',
  'externalId',
  'ledgerNumber',
  'pricelistUid',
  'internalNote',
] as const;

function mergeRecords(
  kept: FlowRetailCustomer,
  duplicate: FlowRetailCustomer,
  now: string,
): FlowRetailCustomer {
  const filled = Object.fromEntries(
    fillableFields.filter((field) => kept[field] === '').map((field) => [field, duplicate[field]]),
  );
  // An address is filled as a whole: a street of one with the city of the other is nobody's address.
  const { address, postalCode, city, countryCode } = kept.address === '' ? duplicate : kept;
  return {
    ...kept,
    ...filled,
    address,
    postalCode,
    city: city || kept.city,
    countryCode: countryCode || kept.countryCode,
    addresses: [...kept.addresses, ...duplicate.addresses],
    contacts: [...kept.contacts, ...duplicate.contacts],
    consents: mergeConsents(kept.consents, duplicate.consents),
    customerGroupUids: [...new Set([...kept.customerGroupUids, ...duplicate.customerGroupUids])],
    extensions: [
      ...kept.extensions,
      ...duplicate.extensions.filter(
        ({ extensionCode }) => !kept.extensions.some((own) => own.extensionCode === extensionCode),
      ),
    ],
    credit: { limit: kept.credit.limit, balance: kept.credit.balance + duplicate.credit.balance },
    lastModifiedAt: now,
  };
}

/** Where both have answered, "no" holds: nobody is written to on the strength of a merge. */
function mergeConsents(
  kept: readonly CustomerConsent[],
  duplicate: readonly CustomerConsent[],
): CustomerConsent[] {
  const merged = new Map(kept.map((consent) => [consent.consentUid, consent]));
  for (const consent of duplicate) {
    const own = merged.get(consent.consentUid);
    if (!own || (own.status && !consent.status)) merged.set(consent.consentUid, consent);
  }
  return [...merged.values()];
}
