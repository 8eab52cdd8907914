import { openContract, type Schema } from '../contract/contract-file.ts';

type Service = 'flow-retail' | 'emporix';

const contracts = {
  'flow-retail': openContract('flow-retail.contract.json'),
  emporix: openContract('emporix.contract.json'),
};

/**
 * What every error of a service has. The contracts do not document all of them: Flow Retail's hardly any, Emporix'
 * no 409 for a patch and no 404 for an upsert or a list.
 */
const errorForms: Readonly<Record<Service, Schema>> = {
  'flow-retail': {
    allOf: [{ $ref: '#/components/responses/GenericErrorResponse/content/application~1json/schema' }],
    required: ['code', 'message', 'logId'],
  },
  emporix: { $ref: '#/components/schemas/ErrorMessage' },
};

/** Throws unless the answer is one that the contract has for the operation, or an error in the service's error form. */
export function expectContractAnswer(
  service: Service,
  method: string,
  path: string,
  status: number,
  body: unknown,
): void {
  const what = `${method} ${path} ${status}`;
  const documented = contracts[service].answersTo(method, path).find((answer) => answer.status === status);
  if (documented === undefined && status < 400) throw new Error(`${what}: not in the contract`);
  if (documented !== undefined) expectFit(service, documented.schema, what, body);
  if (status >= 400) expectFit(service, errorForms[service], what, body);
}

/** Throws unless the value fits a schema of the contract's components. */
export function expectSchema(service: Service, name: string, value: unknown): void {
  expectFit(service, { $ref: `#/components/schemas/${name}` }, name, value);
}

function expectFit(service: Service, schema: Schema | undefined, what: string, value: unknown): void {
  const problem = contracts[service].problemOf(schema, value);
  if (problem !== undefined) throw new Error(`${what}: ${problem}`);
}
