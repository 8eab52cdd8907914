import type { CustomerChanges } from '#shared/customer/model';
import { unfitParent } from '../db/parents.ts';
import type { OperationContext } from './context.ts';

/**
 * Only a company has departments; one that this till does not have is the service's to judge.
 *
 * @throws TillFailure `customer.invalid`
 */
export async function requireCompanyAsParent(
  { reader }: OperationContext,
  { customerParentUid }: Pick<CustomerChanges, 'customerParentUid'>,
): Promise<void> {
  const parent = customerParentUid ? await reader.getCustomer(customerParentUid) : undefined;
  if (parent === undefined || parent.customer.customerType === 'COMPANY') return;
  throw unfitParent('parent.no-company', 'Only a company can have departments.');
}
