import { readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

interface Contract {
  paths: Record<string, Record<string, { responses: Record<string, { $ref?: string }> }>>;
}

const contractPath = new URL('../../resources/api/flow-retail.contract.json', import.meta.url);
const contract = JSON.parse(readFileSync(contractPath, 'utf8')) as Contract;
const ajv = new Ajv({ strict: false, validateSchema: false });
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

const pointer = (reference: string): string => `contract${reference}/content/application~1json/schema`;
const errorSchema = {
  $ref: pointer('#/components/responses/GenericErrorResponse'),
  required: ['code', 'message', 'logId'],
};
const validateError = ajv.compile({ allOf: [errorSchema], required: errorSchema.required });

/** Throws unless the answer is one that the contract has for the operation, or an error in its error form. */
export function expectContractAnswer(method: string, path: string, status: number, body: unknown): void {
  const response = operationAt(method, path)?.responses[String(status)];
  if (status >= 400) {
    if (!validateError(body)) throw new Error(`not an error body: ${JSON.stringify(body)}`);
    return;
  }
  if (!response) throw new Error(`the contract has no ${status} for ${method} ${path}`);
  if (!response.$ref) {
    if (body !== undefined) throw new Error(`${status} must have no body`);
    return;
  }
  validate(pointer(response.$ref), body);
}

/** Throws unless the value fits a schema of the contract's components. */
export const expectSchema = (name: string, value: unknown): void => {
  validate(`contract#/components/schemas/${name}`, value);
};

function validate(reference: string, value: unknown): void {
  const check = ajv.getSchema(reference);
  if (!check) throw new Error(`the contract has no ${reference}`);
  if (check(value) !== true) throw new Error(`${reference}: ${ajv.errorsText(check.errors)}`);
}

function operationAt(method: string, path: string): Contract['paths'][string][string] | undefined {
  const pathname = path.split('?')[0] ?? '';
  // Fixed paths come before those with parameters in their place.
  const templates = Object.keys(contract.paths).toSorted((a, b) => a.split('{').length - b.split('{').length);
  const template = templates.find(
    (candidate) =>
      new RegExp(`^${candidate.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname) &&
      contract.paths[candidate]?.[method.toLowerCase()],
  );
  return template === undefined ? undefined : contract.paths[template]?.[method.toLowerCase()];
}
