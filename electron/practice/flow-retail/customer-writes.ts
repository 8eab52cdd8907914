import { randomUUID } from 'node:crypto';

import { blankCustomer, type FlowRetailCustomer } from '../seed/flow-retail-customer.ts';
import { requirePermission, type Grant } from './access.ts';
import { ApiError } from './api-error.ts';
import { applyChanges, applyConsents, type CustomerChanges, type CustomerDraft } from './customer-changes.ts';
import { checkCustomer } from './customer-rules.ts';
import { findCustomer, type World } from './world.ts';

/** Creates a customer under its own `customerUid` or a new one. Throws a 409 when the uid is taken, a 400 on bad fields. */
export function createCustomer(world: World, draft: CustomerDraft): FlowRetailCustomer {
  const customerUid = draft.customerUid ?? randomUUID();
  if (world.customers.get(customerUid)) {
    throw new ApiError(409, 'CUSTOMER_EXISTS', `The customer ${customerUid} exists already`);
  }
  const now = world.changeTime();
  const customer = {
    ...applyChanges(blankCustomer(customerUid, draft.customerType, now), draft, now),
    consents: applyConsents([], draft.consents, now),
  };
  checkCustomer(customer, world.customers);
  world.customers.insert(customer, []);
  return customer;
}

/** Changes the fields that are given, consents too when a draft carries them. Throws a 404, 403 or 400. */
export function updateCustomer(
  world: World,
  grant: Grant,
  customerUid: string,
  changes: CustomerChanges & Pick<CustomerDraft, 'consents'>,
): FlowRetailCustomer {
  const before = findCustomer(world, customerUid);
  // Only users with administrator's access may change a B2B customer, says the service's document.
  if (before.customerType === 'B2B') {
    requirePermission(grant, 'TENANT.BACKOFFICE', 'Changing a B2B customer');
  }
  const now = world.changeTime();
  const customer = {
    ...applyChanges(before, changes, now),
    consents: applyConsents(before.consents, changes.consents, now),
  };
  checkCustomer(customer, world.customers);
  world.customers.replace(customer);
  return customer;
}

/** Deletes a customer; its departments stay, as companies of their own. Throws a 404. */
export function deleteCustomer(world: World, customerUid: string): void {
  findCustomer(world, customerUid);
  moveDepartments(world, customerUid, '');
  world.customers.remove(customerUid);
}

/** Gives the departments of one company to another (or, with '', to none). */
export function moveDepartments(world: World, fromUid: string, toUid: string): void {
  for (const department of world.customers.departmentsOf(fromUid)) {
    const customerParentUid = department.customerUid === toUid ? '' : toUid;
    world.customers.replace({ ...department, customerParentUid, lastModifiedAt: world.changeTime() });
  }
}
