import type { CustomerExtension } from '../../seed/flow-retail-customer.ts';
import { stores } from '../../seed/organisation.ts';
import { ApiError, invalidField } from '../api-error.ts';
import { findCustomer } from '../world.ts';
import { answer, noContent, param, type Call, type Handler } from './call.ts';

/** Adds an extension; a second time changes nothing. */
export const addExtension: Handler<{ storeUid: string }> = {
  permission: 'TENANT.ACCESS',
  handle: (call) => {
    const customer = findCustomer(call.world, param(call, 'customerUid'));
    const extensionCode = extensionCodeOf(call);
    checkStore(call.body.storeUid);
    if (customer.extensions.some((own) => own.extensionCode === extensionCode)) {
      return answer(200, customer);
    }
    const changed = {
      ...customer,
      extensions: [...customer.extensions, { extensionCode, organizationUid: `two-${call.body.storeUid}` }],
      lastModifiedAt: call.world.changeTime(),
    };
    call.world.customers.replace(changed);
    return answer(200, changed);
  },
};

export const removeExtension: Handler<{ storeUid: string }> = {
  permission: 'TENANT.ACCESS',
  handle: (call) => {
    const customer = findCustomer(call.world, param(call, 'customerUid'));
    const extensionCode = extensionCodeOf(call);
    checkStore(call.body.storeUid);
    const extensions = customer.extensions.filter((own) => own.extensionCode !== extensionCode);
    if (extensions.length === customer.extensions.length) {
      throw new ApiError(404, 'EXTENSION_NOT_FOUND', `The customer has no extension ${extensionCode}`);
    }
    call.world.customers.replace({ ...customer, extensions, lastModifiedAt: call.world.changeTime() });
    return noContent;
  },
};

/** The contract lets no other code through. */
const extensionCodeOf = (call: Call): CustomerExtension['extensionCode'] =>
  param(call, 'customerExtensionCode') as CustomerExtension['extensionCode'];

function checkStore(storeUid: string): void {
  if (!stores.some((store) => store.storeUid === storeUid)) {
    throw invalidField('storeUid', `there is no store ${storeUid}`);
  }
}
