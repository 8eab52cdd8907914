import { readFileSync } from 'node:fs';

import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

import { ApiError, invalidField } from './api-error.ts';

interface ContractParameter {
  in: 'path' | 'query';
  name: string;
  required?: boolean;
  schema: object;
}

interface ContractOperation {
  operationId: string;
  parameters?: (ContractParameter | { $ref: string })[];
  requestBody?: { $ref: string };
}

interface Contract {
  paths: Record<string, Partial<Record<Method, ContractOperation>> & { parameters: ContractParameter[] }>;
  components: {
    parameters: Record<string, ContractParameter>;
    schemas: Record<string, { type?: string; $ref?: string; properties?: Record<string, object> }>;
  };
}

const methods = ['get', 'post', 'put', 'delete'] as const;
type Method = (typeof methods)[number];

/** One operation of the contract with checks for what it takes in. Each check throws a 400 naming the field. */
export interface Operation {
  operationId: string;
  method: Method;
  /** The contract's path template, e.g. `/tenants/{tenantUid}/customers`. */
  path: string;
  checkParams(params: Record<string, string>): void;
  /** Turns the text of the query into the contract's types in place. */
  checkQuery(query: Record<string, unknown>): void;
  checkBody(body: unknown): void;
}

const contractUrl = new URL('../../../resources/api/flow-retail.contract.json', import.meta.url);
const contract = JSON.parse(readFileSync(contractUrl, 'utf8')) as Contract;

const createAjv = (coerceTypes: boolean): Ajv => {
  const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: false, coerceTypes });
  // The package is CommonJS: Node puts its function under `default`.
  addFormats.default(ajv);
  return ajv.addSchema(contract, 'contract');
};
const bodies = createAjv(false);
const texts = createAjv(true);

/** The check for a schema of the contract's `components.schemas`. Throws a 400 naming the field. */
export function createSchemaCheck(schemaName: string): (value: unknown) => void {
  const validate = bodies.compile({ $ref: `contract#/components/schemas/${schemaName}` });
  return (value) => check(validate, value);
}

/** The fields of a schema whose values are single numbers, texts or truths: those a list can be sorted by. */
export function scalarFieldsOf(schemaName: string): ReadonlySet<string> {
  const { schemas } = contract.components;
  const typeOf = (schema: { type?: string; $ref?: string }): string | undefined =>
    schema.$ref ? schemas[schema.$ref.split('/').at(-1) ?? '']?.type : schema.type;
  const fields = Object.entries(schemas[schemaName]?.properties ?? {});
  return new Set(
    fields
      .filter(([, schema]) => ['string', 'integer', 'number', 'boolean'].includes(typeOf(schema) ?? ''))
      .map(([name]) => name),
  );
}

function describe(
  path: string,
  method: Method,
  pathParameters: ContractParameter[],
  operation: ContractOperation,
): Operation {
  const own = (operation.parameters ?? []).map((parameter) =>
    '$ref' in parameter ? resolveParameter(parameter.$ref) : parameter,
  );
  const parameters = [...pathParameters, ...own];
  const validateParams = texts.compile(parameterSchema(parameters, 'path'));
  const validateQuery = texts.compile(parameterSchema(parameters, 'query'));
  const body = operation.requestBody;
  const validateBody = body
    ? bodies.compile({ $ref: `contract${body.$ref}/content/application~1json/schema` })
    : undefined;

  return {
    operationId: operation.operationId,
    method,
    path,
    checkParams: (params) => check(validateParams, params),
    checkQuery: (query) => check(validateQuery, query),
    checkBody: (value) => {
      if (validateBody) check(validateBody, value);
    },
  };
}

function resolveParameter(reference: string): ContractParameter {
  const parameter = contract.components.parameters[reference.split('/').at(-1) ?? ''];
  if (!parameter) throw new Error(`The contract lacks the parameter ${reference}`);
  return parameter;
}

const parameterSchema = (parameters: ContractParameter[], place: ContractParameter['in']): object => {
  const chosen = parameters.filter((parameter) => parameter.in === place);
  return {
    type: 'object',
    properties: Object.fromEntries(chosen.map(({ name, schema }) => [name, anchorReferences(schema)])),
    required: chosen.filter(({ required }) => required).map(({ name }) => name),
  };
};

const anchorReferences = (schema: object): object =>
  '$ref' in schema ? { $ref: `contract${String(schema.$ref)}` } : schema;

function check(validate: ValidateFunction, value: unknown): void {
  if (!validate(value)) throw describeError(validate.errors?.[0]);
}

function describeError(error: ErrorObject | undefined): ApiError {
  if (!error) return new ApiError(400, 'VALIDATION_ERROR', 'The request does not fit the contract');
  const path = error.instancePath.split('/').slice(1);
  if (error.keyword === 'required') path.push(String(error.params['missingProperty']));
  const allowed: unknown = error.params['allowedValues'];
  const problem =
    error.keyword === 'required'
      ? 'is required'
      : `${error.message ?? 'is not valid'}${Array.isArray(allowed) ? ` (${allowed.join(', ')})` : ''}`;
  return invalidField(path.length > 0 ? path.join('.') : 'body', problem);
}

/** Every operation of the contract, in its order. */
export const operations: readonly Operation[] = Object.entries(contract.paths).flatMap(([path, item]) =>
  methods.flatMap((method) => {
    const operation = item[method];
    return operation ? [describe(path, method, item.parameters, operation)] : [];
  }),
);
