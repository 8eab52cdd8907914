import type { Customer } from '#shared/customer/model';

/** The name a cashier reads. The core has worked it out; a record straight from a registry may lack it. */
export function displayName(
  customer: Pick<Customer, 'displayName' | 'companyName' | 'firstname' | 'lastname' | 'customerType'>,
): string {
  const person = [customer.firstname, customer.lastname].filter(Boolean).join(' ');
  const company = customer.companyName ?? '';
  const name = customer.customerType === 'PERSON' ? person || company : company || person;
  return name || customer.displayName || '—';
}
