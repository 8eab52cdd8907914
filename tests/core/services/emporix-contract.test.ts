import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import openapiTS, { astToString } from 'openapi-typescript';
import { routes } from '../../../electron/core/services/emporix/client.ts';

const contractUrl = new URL('../../../resources/api/emporix.contract.json', import.meta.url);
const generatedUrl = new URL('../../../electron/core/services/emporix/api.gen.ts', import.meta.url);

it('knows every operation of the contract by its method and path', async () => {
  const contract = JSON.parse(await readFile(contractUrl, 'utf8')) as {
    paths: Record<string, Record<string, { operationId?: string }>>;
  };
  const declared = Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId }]) =>
      operationId === undefined ? [] : [[operationId, `${method.toUpperCase()} ${path}`]],
    ),
  );
  const known = Object.entries(routes).map(([id, [method, path]]) => [id, `${method} ${path}`]);
  expect(Object.fromEntries(known)).toEqual(Object.fromEntries(declared));
  expect(known).toHaveLength(7);
});

it('has its types from the contract as it is now (npm run generate:api)', async () => {
  const types = astToString(await openapiTS(contractUrl));
  expect(await readFile(generatedUrl, 'utf8')).toContain(types.trim());
});
