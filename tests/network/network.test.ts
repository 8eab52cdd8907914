import { describe, expect, it } from 'vitest';
import { faultKinds } from './fault-proxy.ts';
import { serviceKinds } from '../practice/practice-connection.ts';
import { isProven, proveNetwork } from './network-proof.ts';

const connections = 40;

describe.each(serviceKinds)('a till behind a bad network, with %s', { timeout: 180_000 }, (service) => {
  it('loses nothing and does nothing twice', async () => {
    const proof = await proveNetwork({ service, connections, seed: 4 });
    expect(Object.keys(proof.connections)).toEqual([...faultKinds]);
    for (const kind of faultKinds) expect(proof.connections[kind]).toBeGreaterThanOrEqual(connections);
    expect(proof).toMatchObject({
      lost: [],
      duplicated: [],
      differing: [],
      left: { waiting: [], parked: [], conflicts: [] },
      passwordMails: 0,
    });
    expect(isProven(proof)).toBe(true);
    for (const what of ['create', 'update', 'delete', 'elsewhere'] as const) {
      expect(proof.asked[what]).toBeGreaterThan(0);
    }
  });
});
