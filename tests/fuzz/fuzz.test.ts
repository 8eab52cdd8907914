import { expect, it } from 'vitest';
import { z } from 'zod';
import { fail, succeed } from '#shared/contract/errors';
import { operations } from '#shared/contract/operations';
import { operationNames, type OperationName } from '#shared/contract/operation-names';
import { askersOf, fuzzOperation } from './fuzz-operation.ts';
import type { Asker } from './fuzz-till.ts';
import { withFuzzTill } from './ways-in.ts';

it(
  'no operation breaks, or does what the asker may not, whatever it is asked with',
  { timeout: 300_000 },
  async () => {
    const findings: string[] = [];
    await withFuzzTill(async (till, ways) => {
      // The manager last: only they change who may come to the till.
      for (const asker of ['nobody', 'cashier', 'manager'] as const) {
        for (const operation of operationNames.filter((name) => askersOf(name).includes(asker))) {
          const options = { asker, calls: asker === 'manager' ? 10 : 3, seed: 1 };
          findings.push(...(await fuzzOperation(operation, till, ways, options)).findings);
        }
      }
    });
    expect(findings).toEqual([]);
  },
);

it('would find a call that breaks, one that answers nothing sensible, and a door left open', async () => {
  await withFuzzTill(async (till) => {
    const ask = async (answer: unknown, operation: OperationName, asker: Asker): Promise<string> => {
      const way = { name: 'bridge', carries: 'text', ask: async () => answer } as const;
      const { findings } = await fuzzOperation(operation, till, [way], { asker, calls: 5, seed: 1 });
      return findings.join('\n');
    };
    expect(await ask(fail('internal'), 'customers.get', 'manager')).toContain('answered internal');
    expect(await ask({ ok: false }, 'customers.get', 'manager')).toContain('{"ok":false}');
    expect(await ask(succeed({}), 'customers.delete', 'cashier')).toContain('answered ok');
    expect(await ask(fail('session.locked'), 'customers.get', 'nobody')).toBe('');
    const openDoor = {
      name: 'core',
      carries: 'values',
      async ask() {
        await till.core.call('session.unlock', { cashier: 'Mona', pin: '2580' });
        await till.core.call('settings.set', { changes: { shopName: 'Another' } });
        await till.core.call('session.lock', {});
        return fail('session.locked');
      },
    } as const;
    const options = { asker: 'nobody', calls: 2, seed: 1 } as const;
    const { findings } = await fuzzOperation('customers.get', till, [openDoor], options);
    expect(findings).toContain('customers.get as nobody changed setting');
  });
});

it('a value that is too deep, or has no end, is refused before anybody copies it', async () => {
  await withFuzzTill(async (till, ways) => {
    await till.becomes('manager');
    const cycle: Record<string, unknown> = { take: 'typed' };
    cycle['value'] = cycle;
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    for (const way of ways) {
      const sent =
        way.carries === 'values'
          ? { conflictId: 'c', resolution: cycle }
          : `{"conflictId":"c","resolution":{"take":"typed","value":${deep}}}`;
      expect(await way.ask('conflicts.resolve', sent)).toMatchObject({ error: { code: 'input.too-large' } });
    }
    expect(till.takeBugs()).toEqual([]);
  });
});

it('a value with a length that cannot be compared is refused like any other, and no field is called so', async () => {
  for (const name of operationNames) {
    const schema = z.toJSONSchema(operations[name].input, { io: 'input', unrepresentable: 'any' });
    expect(JSON.stringify(schema)).not.toContain('"length":');
  }
  await withFuzzTill(async (till, ways) => {
    await till.becomes('manager');
    const sent = { batchId: { length: { toString: null } } };
    for (const way of ways) {
      const answer = await way.ask(
        'cards.pauseBatch',
        way.carries === 'values' ? sent : JSON.stringify(sent),
      );
      expect(answer).toMatchObject({ error: { code: 'input.invalid' } });
    }
    expect(till.takeBugs()).toEqual([]);
  });
});
