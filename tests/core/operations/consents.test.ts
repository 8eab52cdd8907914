import { expect, it } from 'vitest';
import { openCore } from './open-core.ts';

it('keeps with a consent which wording was asked, when, and by whom', async () => {
  const atMs = Date.parse('2026-03-01T10:00:00Z');
  const { core } = await openCore({ clock: () => atMs, unattendedAs: 'Ada' });
  const news = { consentUid: 'news', name: 'News', wording: 'May we write to you?' };
  await core.call('settings.set', {
    changes: { consents: [{ ...news, version: 3, former: [{ version: 2, wording: 'Want news?' }] }] },
  });
  const created = await core.call('customers.create', {
    customer: {
      customerType: 'PERSON',
      firstname: 'Kari',
      lastname: 'Nordmann',
      countryCode: 'NO',
      consents: [
        { consentUid: 'news', status: true, source: 'till' },
        { consentUid: 'gone', status: false, source: 'till' },
        { consentUid: 'paper', status: true, source: 'form of 2025' },
      ],
    },
  });
  expect(created.ok && created.customer.consents).toMatchObject([
    { consentUid: 'news', status: true, source: 'till · wording 3 · 2026-03-01T10:00:00.000Z · Ada' },
    { consentUid: 'gone', status: false, source: 'till · 2026-03-01T10:00:00.000Z · Ada' },
    { consentUid: 'paper', status: true, source: 'form of 2025' },
  ]);
});

it('opens a till whose consents are from before wordings had versions', async () => {
  const { core } = await openCore();
  const old = { consentUid: 'news', name: 'News', wording: 'May we write to you?' };
  const answer = await core.call('settings.set', { changes: { consents: [old] } });
  expect(answer.ok && answer.settings.consents).toEqual([{ ...old, version: 1, former: [] }]);
});
