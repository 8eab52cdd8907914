import type { Draft } from '#shared/contract/drafts';
import { changesTyped } from '../features/customer/store.ts';
import { registrationTyped } from '../features/register/store.ts';

/** Forms that are not saved, of whoever is at the till. */
export function typedForms(): Draft[] {
  const registration = registrationTyped();
  return [...(registration === null ? [] : [registration]), ...changesTyped()];
}
