import { describe, expect, it } from 'vitest';
import { answerJson, startScriptedService } from './scripted-service.ts';
import type { BatchRequest } from '../../../electron/core/services/customer-service.ts';

const newCustomer = (customerUid: string) => ({ customerUid, customerType: 'PERSON' as const });
const request: BatchRequest = {
  create: [newCustomer('a'), newCustomer('b')],
  update: [{ customerUid: 'c', customerType: 'B2B', changes: { city: 'Oslo' } }],
  delete: ['d'],
};

async function outcomesOf(status: number, body: unknown): Promise<Record<string, string>> {
  const { service } = await startScriptedService((response) => answerJson(response, status, body));
  const answer = await service.batch(request);
  if (answer.outcome !== 'done') return { answer: answer.outcome };
  return Object.fromEntries([...answer.value].map(([uid, item]) => [uid, item.outcome]));
}

const fine = (success: number) => ({ success, errors: [] as unknown[] });
const everything = { create: fine(2), update: fine(1), delete: fine(1), upsert: fine(0) };

describe('what became of each customer of a batch', () => {
  it('sends the sections the contract knows, the type with each update', async () => {
    const { service, requests } = await startScriptedService((response) =>
      answerJson(response, 200, everything),
    );
    await service.batch(request);
    expect(requests[0]?.body).toEqual({
      create: [newCustomer('a'), newCustomer('b')],
      update: [{ customerUid: 'c', customerType: 'B2B', city: 'Oslo' }],
      delete: [{ customerUid: 'd' }],
      upsert: [],
    });
  });

  it('done, when the counts say so', async () => {
    expect(await outcomesOf(200, everything)).toEqual({ a: 'done', b: 'done', c: 'done', d: 'done' });
  });

  it.each(['customerUid', 'productUid', 'priceUid'])('rejected, named by %s', async (key) => {
    const create = { success: 1, errors: [{ [key]: 'b', errorCode: 'E', message: 'Nei' }] };
    expect(await outcomesOf(207, { ...everything, create })).toMatchObject({ a: 'done', b: 'rejected' });
  });

  it('keeps the words of a refusal', async () => {
    const create = { success: 1, errors: [{ customerUid: 'b', errorCode: 'E', message: 'Nei' }] };
    const { service } = await startScriptedService((response) =>
      answerJson(response, 207, { ...everything, create }),
    );
    const answer = await service.batch(request);
    expect(answer.outcome === 'done' && answer.value.get('b')).toEqual({
      outcome: 'rejected',
      error: { code: 'service.rejected', message: 'Nei', said: 'Nei' },
    });
  });

  it.each([
    ['an error without a uid', { success: 1, errors: [{ errorCode: 'E', message: 'Nei' }] }],
    ['an error that names somebody else', { success: 1, errors: [{ customerUid: 'zz' }] }],
    ['a count that does not add up', fine(1)],
    ['no count', { errors: [] }],
    ['no section', undefined],
    ['a section that is something else', 'ok'],
  ])('unknown, for whoever is not named, with %s', async (_, create) => {
    expect(await outcomesOf(207, { ...everything, create })).toEqual({
      a: 'unknown',
      b: 'unknown',
      c: 'done',
      d: 'done',
    });
  });

  it('unknown as a whole when the answer is no object', async () => {
    expect(await outcomesOf(200, [])).toEqual({ answer: 'unknown' });
  });

  it('refuses to send one customer twice: the service promises no order', async () => {
    const { service, requests } = await startScriptedService((response) =>
      answerJson(response, 200, everything),
    );
    await expect(service.batch({ create: [newCustomer('a')], delete: ['a'] })).rejects.toThrow(/twice/);
    expect(requests).toEqual([]);
  });
});
