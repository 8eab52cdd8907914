import { readFileSync } from 'node:fs';

import { Ajv } from 'ajv';

interface ContractAnswer {
  $ref?: string;
  content?: Record<string, object>;
}

interface Contract {
  paths: Record<string, Record<string, { responses: Record<string, ContractAnswer> }>>;
}

const contractPath = new URL('../../resources/api/emporix.contract.json', import.meta.url);
const contract = JSON.parse(readFileSync(contractPath, 'utf8')) as Contract;
const ajv = new Ajv({ strict: false, validateSchema: false });
ajv.addSchema(contract, 'contract');

const escape = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/**
 * Throws unless the answer is one that the contract has for the operation. Its document has no 409 for a patch and no
 * 404 for an upsert or a list; the service's own error form has to be kept all the same.
 */
export function expectEmporixAnswer(method: string, path: string, status: number, body: unknown): void {
  const [template, operation] = operationAt(method, path);
  const response = operation.responses[String(status)];
  if (!response && status >= 400) {
    validate('contract#/components/schemas/ErrorMessage', body);
    return;
  }
  if (!response) throw new Error(`the contract has no ${status} for ${method} ${path}`);
  const place = response.$ref ?? `#/paths/${escape(template)}/${method.toLowerCase()}/responses/${status}`;
  const hasBody = response.$ref !== undefined || response.content !== undefined;
  if (!hasBody) {
    if (body !== undefined) throw new Error(`${status} must have no body`);
    return;
  }
  if (body === undefined) throw new Error(`${status} must have a body`);
  validate(`contract${place}/content/application~1json/schema`, body);
}

/** Throws unless the value fits a schema of the contract's components. */
export const expectEmporixSchema = (name: string, value: unknown): void => {
  validate(`contract#/components/schemas/${name}`, value);
};

function validate(reference: string, value: unknown): void {
  const check = ajv.getSchema(reference);
  if (!check) throw new Error(`the contract has no ${reference}`);
  if (check(value) !== true) throw new Error(`${reference}: ${ajv.errorsText(check.errors)}`);
}

function operationAt(method: string, path: string): [string, Contract['paths'][string][string]] {
  const pathname = path.split('?')[0] ?? '';
  // Fixed paths come before those with parameters in their place.
  const templates = Object.keys(contract.paths).toSorted((a, b) => a.split('{').length - b.split('{').length);
  for (const template of templates) {
    const operation = contract.paths[template]?.[method.toLowerCase()];
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    if (operation && pattern.test(pathname)) return [template, operation];
  }
  throw new Error(`the contract has no ${method} ${path}`);
}
