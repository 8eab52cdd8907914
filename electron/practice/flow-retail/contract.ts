import { openContract } from '../contract.ts';
import { invalidField } from './api-error.ts';

export const { operations, createSchemaCheck, scalarFieldsOf } = openContract({
  fileName: 'flow-retail.contract.json',
  invalid: invalidField,
});
