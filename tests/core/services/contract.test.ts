import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import openapiTS, { astToString } from 'openapi-typescript';
import { routes as emporixRoutes } from '../../../electron/core/services/emporix/client.ts';
import { routes as flowRetailRoutes } from '../../../electron/core/services/flow-retail/client.ts';

describe.each([
  {
    name: 'flow-retail',
    routes: flowRetailRoutes,
    operations: 14,
    contractUrl: new URL('../../../resources/api/flow-retail.contract.json', import.meta.url),
    generatedUrl: new URL('../../../electron/core/services/flow-retail/api.gen.ts', import.meta.url),
  },
  {
    name: 'emporix',
    routes: emporixRoutes,
    operations: 7,
    contractUrl: new URL('../../../resources/api/emporix.contract.json', import.meta.url),
    generatedUrl: new URL('../../../electron/core/services/emporix/api.gen.ts', import.meta.url),
  },
])('the client of $name', ({ routes, operations, contractUrl, generatedUrl }) => {
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
    expect(known).toHaveLength(operations);
  });

  it('has its types from the contract as it is now (npm run generate:api)', async () => {
    const types = astToString(await openapiTS(contractUrl));
    expect(await readFile(generatedUrl, 'utf8')).toContain(types.trim());
  });
});
