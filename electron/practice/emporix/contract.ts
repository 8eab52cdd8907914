import { openContract } from '../contract.ts';
import { invalidField } from './api-error.ts';

/** The document's pattern for an id lacks its quantifier: it would allow one character where up to 66 are allowed. */
const addQuantifier = (text: string): string => text.replaceAll('^[a-zA-Z0-9_-]$', '^[a-zA-Z0-9_-]+$');

export const { operations, scalarFieldsOf } = openContract({
  fileName: 'emporix.contract.json',
  invalid: invalidField,
  correct: addQuantifier,
});
