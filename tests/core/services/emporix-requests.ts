import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema } from 'ajv';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: AnySchema;
}
type ParameterOrRef = Parameter | { readonly $ref: string };
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly ParameterOrRef[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}
interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> };
}

const contract = JSON.parse(
  readFileSync(new URL('../../../resources/api/emporix.contract.json', import.meta.url), 'utf8'),
) as Contract;
const ajv = new Ajv({ strict: false, validateSchema: false });
ajv.addSchema(contract, 'contract');
const texts = new Ajv({ strict: false, coerceTypes: true });

/** What of a request the Emporix contract does not have; empty when it is one of its requests. */
export function problemsOfRequest(request: {
  readonly method: string;
  readonly url: string;
  readonly contentType: string | undefined;
  readonly body: unknown;
}): string[] {
  const { pathname, searchParams } = new URL(request.url, 'http://service');
  const found = findOperation(request.method, pathname);
  if (found === undefined) return [`there is no ${request.method} ${pathname}`];
  const { operation, path, parameters, values } = found;
  const problems = parameters.flatMap((parameter) => {
    const { name, schema, required = false } = parameter;
    const value = parameter.in === 'path' ? values[name] : (searchParams.get(name) ?? undefined);
    if (value === undefined) return required ? [`${name} is missing`] : [];
    return texts.validate({ properties: { value: schema } }, { value }) ? [] : [`${name} is ${value}`];
  });
  for (const name of searchParams.keys()) {
    if (!parameters.some((known) => known.in === 'query' && known.name === name)) {
      problems.push(`there is no parameter ${name}`);
    }
  }
  if (request.body === undefined) return problems;
  const mediaType = request.contentType ?? '';
  if (operation.requestBody?.content[mediaType] === undefined)
    return [...problems, `no body of ${mediaType}`];
  const pointer = [
    'paths',
    path,
    request.method.toLowerCase(),
    'requestBody',
    'content',
    mediaType,
    'schema',
  ];
  const schema = { $ref: `contract#/${pointer.map(encodePart).join('/')}` };
  if (!ajv.validate(schema, request.body)) problems.push(`body: ${ajv.errorsText()}`);
  return problems;
}

function findOperation(method: string, pathname: string) {
  // Fixed paths come before those with parameters in their place.
  const templates = Object.keys(contract.paths).toSorted((a, b) => a.split('{').length - b.split('{').length);
  for (const path of templates) {
    const pattern = new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const match = pattern.exec(pathname);
    const item = contract.paths[path] ?? {};
    const operation = item[method.toLowerCase()] as Operation | undefined;
    if (match === null || operation === undefined) continue;
    const declared = [
      ...((item['parameters'] as ParameterOrRef[] | undefined) ?? []),
      ...(operation.parameters ?? []),
    ];
    const values = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    return { operation, path, parameters: declared.map(resolve), values };
  }
  return undefined;
}

function resolve(parameter: ParameterOrRef): Parameter {
  if (!('$ref' in parameter)) return parameter;
  const name = parameter.$ref.split('/').at(-1) ?? '';
  const known = contract.components.parameters[name];
  if (known === undefined) throw new Error(`the contract has no parameter ${name}`);
  return known;
}

function encodePart(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
