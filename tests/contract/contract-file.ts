import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import { inProject } from '../../scripts/project.ts';

/** A request as it left the till. */
export interface SentRequest {
  readonly method: string;
  /** Below the base URL, with its query. */
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: unknown;
}

/** A JSON schema, as far as an example is made of one. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly enum?: readonly unknown[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly required?: readonly string[];
}

/** An answer the contract documents. */
export interface DocumentedAnswer {
  readonly method: string;
  /** The contract's template: `/tenants/{tenantUid}/customers`. */
  readonly path: string;
  readonly status: number;
  /** Undefined where there is no body. */
  readonly schema: Schema | undefined;
}

export interface ContractFile {
  readonly path: string;
  /** What of a request the contract does not have; empty when it is one of its requests. */
  problemsOf(request: SentRequest): string[];
  readonly answers: readonly DocumentedAnswer[];
  /** What the operation at a method and path may answer; empty where the contract has no such operation. */
  answersTo(method: string, path: string): readonly DocumentedAnswer[];
  /** What of a body a schema does not have; undefined when it fits. Where there is no schema there is no body. */
  problemOf(schema: Schema | undefined, body: unknown): string | undefined;
  resolve(schema: Schema): Schema;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: AnySchema;
}
type Reference = { readonly $ref: string };
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}
interface Operation {
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: Content | Reference;
  readonly responses: Readonly<Record<string, Content | Reference>>;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/** Reads one of the services' contracts (resources/api). */
export function openContract(fileName: string): ContractFile {
  const path = inProject('resources/api', fileName);
  const contract = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const ajv = new Ajv({ strict: false, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema(contract, 'contract');
  const texts = new Ajv({ strict: false, validateSchema: false, coerceTypes: true });
  texts.addSchema(contract, 'contract');

  function at(reference: string): unknown {
    const parts = reference
      .slice(2)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    return parts.reduce<unknown>((found, part) => (found as Record<string, unknown>)[part], contract);
  }
  function follow<Value extends object>(value: Value | Reference): Value {
    return '$ref' in value ? follow(at(value.$ref) as Value | Reference) : value;
  }
  function problemOf(schema: Schema | undefined, body: unknown): string | undefined {
    if (schema === undefined) return body === undefined ? undefined : 'there is a body';
    return ajv.validate(withRoot(schema), body) ? undefined : ajv.errorsText();
  }

  const rooted = new Map<string, AnySchema>();
  /**
   * The same schema with its references led to the contract by its name; the same object each time, for what
   * was compiled is kept by it.
   */
  function withRoot(schema: Schema): AnySchema {
    const text = JSON.stringify(schema);
    const known =
      rooted.get(text) ?? (JSON.parse(text.replaceAll('"$ref":"#/', '"$ref":"contract#/')) as object);
    rooted.set(text, known);
    return known;
  }

  const operations = Object.entries(contract.paths).flatMap(([template, item]) => {
    const shared = (item['parameters'] ?? []) as readonly (Parameter | Reference)[];
    return methods.flatMap((method) => {
      const operation = item[method] as Operation | undefined;
      if (operation === undefined) return [];
      const parameters = [...shared, ...(operation.parameters ?? [])].map((one) => follow<Parameter>(one));
      const pattern = new RegExp(`^${template.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
      const bodies =
        operation.requestBody === undefined ? {} : follow<Content>(operation.requestBody).content;
      const answers = Object.entries(operation.responses).map(([status, response]) => ({
        method: method.toUpperCase(),
        path: template,
        status: Number(status),
        schema: follow<Content>(response).content?.['application/json']?.schema,
      }));
      return [{ method: method.toUpperCase(), template, pattern, parameters, bodies, answers }];
    });
  });
  // Fixed paths come before those with parameters in their place.
  operations.sort((a, b) => a.template.split('{').length - b.template.split('{').length);
  const operationAt = (method: string, pathname: string) =>
    operations.find((known) => known.method === method && known.pattern.test(pathname));

  return {
    path,
    answers: operations.flatMap(({ answers }) => answers),
    answersTo: (method, asked) =>
      operationAt(method, new URL(asked, 'http://service').pathname)?.answers ?? [],
    problemOf,
    resolve: (schema) => follow<Schema>(schema),

    problemsOf(request) {
      const { pathname, searchParams } = new URL(request.path, 'http://service');
      const found = operationAt(request.method, pathname);
      if (found === undefined) return [`there is no ${request.method} ${pathname}`];
      const values = found.pattern.exec(pathname)?.groups ?? {};
      const problems = found.parameters.flatMap(({ name, in: place, schema, required = false }) => {
        const text = place === 'path' ? decodeURIComponent(values[name] ?? '') : searchParams.get(name);
        if (text === null) return required ? [`${name} is missing`] : [];
        const isValid = texts.validate(
          { properties: { value: withRoot(schema as Schema) } },
          { value: text },
        );
        return isValid ? [] : [`${name} is ${text}`];
      });
      const inQuery = found.parameters.filter((parameter) => parameter.in === 'query');
      const known = new Set(inQuery.map(({ name }) => name));
      for (const name of searchParams.keys()) {
        if (!known.has(name)) problems.push(`there is no parameter ${name}`);
      }
      if (request.body === undefined) return problems;
      const schema = found.bodies?.[request.contentType ?? '']?.schema;
      if (schema === undefined) return [...problems, `no body of ${request.contentType}`];
      const problem = problemOf(schema, request.body);
      return problem === undefined ? problems : [...problems, `body: ${problem}`];
    },
  };
}
