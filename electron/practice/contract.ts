import { readFileSync } from 'node:fs';

import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

interface ContractParameter {
  in: 'path' | 'query';
  name: string;
  required?: boolean;
  schema: object;
}

type Parameters = (ContractParameter | { $ref: string })[];

interface RequestBody {
  content: Record<string, object>;
}

interface ContractOperation {
  operationId: string;
  parameters?: Parameters;
  requestBody?: RequestBody | { $ref: string };
  security?: Record<string, string[]>[];
}

interface Schema {
  type?: string;
  $ref?: string;
  allOf?: Schema[];
  properties?: Record<string, Schema>;
}

/** An OpenAPI document, as far as the practice store reads it. */
interface Contract {
  paths: Record<string, Partial<Record<Method, ContractOperation>> & { parameters?: Parameters }>;
  components: {
    parameters: Record<string, ContractParameter>;
    requestBodies?: Record<string, RequestBody>;
    schemas: Record<string, Schema>;
  };
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof methods)[number];

/** One operation of a contract with checks for what it takes in. Each check throws what the service answers. */
export interface Operation {
  operationId: string;
  method: Method;
  /** The contract's path template, e.g. `/tenants/{tenantUid}/customers`. */
  path: string;
  /** The OAuth scopes of which a caller needs one; empty where the contract names none. */
  scopes: readonly string[];
  checkParams(params: Record<string, string>): void;
  /** Turns the text of the query into the contract's types in place. */
  checkQuery(query: Record<string, unknown>): void;
  /** `mediaType` is one of the body's; application/json unless told otherwise. */
  checkBody(body: unknown, mediaType?: string): void;
}

export interface ServiceContract {
  /** Every operation, in the contract's order. */
  operations: readonly Operation[];
  /** The check for a schema of `components.schemas`. */
  createSchemaCheck: (schemaName: string) => (value: unknown) => void;
  /** The fields of a schema whose values are single numbers, texts or truths: those a list can be sorted by. */
  scalarFieldsOf: (schemaName: string) => ReadonlySet<string>;
}

export interface ContractOptions {
  /** Of resources/api. */
  fileName: string;
  /** The error a failed check throws. `field` is a dotted path, `body` for the whole. */
  invalid: (field: string, problem: string) => Error;
  /** Puts a slip of the document right. */
  correct?: (text: string) => string;
}

/** Reads a service's contract, so that every request can be held against it. */
export function openContract({
  fileName,
  invalid,
  correct = (text) => text,
}: ContractOptions): ServiceContract {
  const url = new URL(`../../resources/api/${fileName}`, import.meta.url);
  const contract = JSON.parse(correct(readFileSync(url, 'utf8'))) as Contract;

  const createAjv = (coerceTypes: boolean): Ajv => {
    const ajv = new Ajv({ strict: false, validateSchema: false, allErrors: false, coerceTypes });
    // The package is CommonJS: Node puts its function under `default`.
    addFormats.default(ajv);
    return ajv.addSchema(contract, 'contract');
  };
  const bodies = createAjv(false);
  const texts = createAjv(true);

  const check = (validate: ValidateFunction, value: unknown): void => {
    if (!validate(value)) throw describeError(validate.errors?.[0], invalid);
  };

  const resolveParameters = (parameters: Parameters = []): ContractParameter[] =>
    parameters.map((parameter) => {
      if (!('$ref' in parameter)) return parameter;
      const found = contract.components.parameters[lastPart(parameter.$ref)];
      if (!found) throw new Error(`The contract lacks the parameter ${parameter.$ref}`);
      return found;
    });

  /** The checks of a request's body, by media type. */
  const bodyChecks = (path: string, method: Method, body: ContractOperation['requestBody']) => {
    if (!body) return new Map<string, ValidateFunction>();
    const pointer = '$ref' in body ? body.$ref : `#${pointerOf('paths', path, method, 'requestBody')}`;
    const { content } = '$ref' in body ? bodyOf(body.$ref) : body;
    return new Map(
      Object.keys(content).map((mediaType) => [
        mediaType,
        bodies.compile({ $ref: `contract${pointer}${pointerOf('content', mediaType, 'schema')}` }),
      ]),
    );
  };
  const bodyOf = (reference: string): RequestBody => {
    const found = contract.components.requestBodies?.[lastPart(reference)];
    if (!found) throw new Error(`The contract lacks the body ${reference}`);
    return found;
  };

  const describe = (path: string, method: Method, operation: ContractOperation): Operation => {
    const parameters = [
      ...resolveParameters(contract.paths[path]?.parameters),
      ...resolveParameters(operation.parameters),
    ];
    const validateParams = texts.compile(parameterSchema(parameters, 'path'));
    const validateQuery = texts.compile(parameterSchema(parameters, 'query'));
    const validateBody = bodyChecks(path, method, operation.requestBody);

    return {
      operationId: operation.operationId,
      method,
      path,
      scopes: (operation.security ?? []).flatMap((schemes) => Object.values(schemes).flat()),
      checkParams: (params) => check(validateParams, params),
      checkQuery: (query) => check(validateQuery, query),
      checkBody: (value, mediaType = 'application/json') => {
        const validate = validateBody.get(mediaType);
        if (validate) check(validate, value);
      },
    };
  };

  const propertiesOf = (schema: Schema | undefined): [string, Schema][] =>
    schema === undefined
      ? []
      : [
          ...(schema.$ref ? propertiesOf(contract.components.schemas[lastPart(schema.$ref)]) : []),
          ...(schema.allOf ?? []).flatMap(propertiesOf),
          ...Object.entries(schema.properties ?? {}),
        ];
  const typeOf = (schema: Schema): string | undefined =>
    schema.$ref ? contract.components.schemas[lastPart(schema.$ref)]?.type : schema.type;

  return {
    operations: Object.entries(contract.paths).flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = item[method];
        return operation ? [describe(path, method, operation)] : [];
      }),
    ),
    createSchemaCheck: (schemaName) => {
      const validate = bodies.compile({ $ref: `contract#${pointerOf('components', 'schemas', schemaName)}` });
      return (value) => check(validate, value);
    },
    scalarFieldsOf: (schemaName) =>
      new Set(
        propertiesOf(contract.components.schemas[schemaName])
          .filter(([, schema]) => ['string', 'integer', 'number', 'boolean'].includes(typeOf(schema) ?? ''))
          .map(([name]) => name),
      ),
  };
}

const lastPart = (reference: string): string => reference.split('/').at(-1) ?? '';

/** A JSON pointer in the form that stands in a URI's fragment (RFC 6901, 6). */
const pointerOf = (...parts: string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

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

function describeError(error: ErrorObject | undefined, invalid: ContractOptions['invalid']): Error {
  if (!error) return invalid('body', 'does not fit the contract');
  const path = error.instancePath.split('/').slice(1);
  if (error.keyword === 'required') path.push(String(error.params['missingProperty']));
  const allowed: unknown = error.params['allowedValues'];
  const problem =
    error.keyword === 'required'
      ? 'is required'
      : `${error.message ?? 'is not valid'}${Array.isArray(allowed) ? ` (${allowed.join(', ')})` : ''}`;
  return invalid(path.length > 0 ? path.join('.') : 'body', problem);
}
