import { isCountryCode } from '#shared/customer/country';

import type { FlowRetailCustomer } from '../seed/flow-retail-customer.ts';
import { invalidField } from './api-error.ts';
import type { CustomerTable } from './customer-table.ts';

/**
 * What the service demands of a customer beyond the contract's types. Sources: the Flow Retail customer document
 * (a private person has first name, last name and country; countries are ISO 3166-1 of two letters; a mobile is
 * digits and "+"; a ledger number is a number with leading zeros; a parent is for COMPANY only); the others are
 * the least a customer register can live with.
 */

/** Throws a 400 naming the field when the customer, as it would be stored, breaks a rule. */
export function checkCustomer(customer: FlowRetailCustomer, customers: CustomerTable): void {
  const required =
    customer.customerType === 'PERSON'
      ? (['firstname', 'lastname', 'countryCode'] as const)
      : (['companyName'] as const);
  for (const field of required) {
    if (customer[field].trim() === '') {
      throw invalidField(field, `is required for a customer of type ${customer.customerType}`);
    }
  }

  for (const [field, pattern, problem] of textRules) {
    if (customer[field] !== '' && !pattern.test(customer[field])) throw invalidField(field, problem);
  }
  if (customer.countryCode !== '' && !isCountryCode(customer.countryCode)) {
    throw invalidField('countryCode', 'must be an ISO 3166-1 code of two capital letters');
  }
  if (customer.paymentTerms < 0) throw invalidField('paymentTerms', 'must be 0 days or more');
  if (customer.credit.limit < 0) throw invalidField('credit.limit', 'must be 0 or more');
  if (customer.customerParentUid !== '') checkParent(customer, customers);
}

const textRules = [
  ['customerUid', /^[\w-]+$/, 'may hold letters, digits, "-" and "_" only'],
  ['mobile', /^\+?\d+$/, 'must be digits, with "+" at most in front'],
  ['email', /^[^\s@]+@[^\s@]+$/, 'must be an e-mail address'],
  ['ledgerNumber', /^\d+$/, 'must be a number, leading zeros allowed'],
] as const;

function checkParent(customer: FlowRetailCustomer, customers: CustomerTable): void {
  const field = 'customerParentUid';
  if (customer.customerType !== 'COMPANY') throw invalidField(field, 'is for customers of type COMPANY only');
  if (customer.customerParentUid === customer.customerUid) {
    throw invalidField(field, 'a customer cannot be its own department');
  }
  const parent = customers.get(customer.customerParentUid);
  if (parent?.customerType !== 'COMPANY') {
    throw invalidField(field, `there is no company ${customer.customerParentUid}`);
  }
  if (parent.customerParentUid !== '' || customers.departmentsOf(customer.customerUid).length > 0) {
    throw invalidField(field, 'a department cannot have departments');
  }
}
