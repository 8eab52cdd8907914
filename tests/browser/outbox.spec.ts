import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 60 });

test.beforeEach(({ page }) => till.open(page));

const statusBar = (page: Page) => page.getByRole('contentinfo');

/** A customer whose deletion at the service makes the next change to them fail there for good. */
async function parkOne(name: string, mobile: string): Promise<void> {
  const created = await till.call('customers.create', {
    customer: { customerType: 'PERSON', firstname: name, lastname: 'Parkert', mobile, countryCode: 'NO' },
  });
  if (!created.ok) throw new Error(created.error.message);
  const { customerUid } = created.customer;
  await settled();
  await till.practice.refuseUpdates();
  await till.call('customers.update', { customerUid, changes: { city: 'Bergen' } });
  await till.practice.remove(customerUid);
  await till.practice.behave();
  await till.call('sync.now', {});
}

/** Everything done so far has reached the service. */
async function settled(): Promise<void> {
  await expect
    .poll(async () => {
      const answer = await till.call('sync.status', {});
      return answer.ok && answer.status.pending;
    })
    .toBe(0);
}

test('shows a parked change in words, with what can be done about it', async ({ page }) => {
  await parkOne('Petra', '41355801');
  await expect(statusBar(page)).toContainText('1 needs a look');
  await statusBar(page).getByRole('button', { name: '1 needs a look' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Petra Parkert' });
  await expect(row).toContainText('Change of city');
  await expect(row).toContainText('needs you');
  await expect(row).toContainText('The customer service does not know this customer.');
  await row.getByRole('button', { name: 'Petra Parkert' }).click();
  await expect(page.getByRole('article')).toContainText('The service has not taken this');
});

test('gives a change up only after a question, and keeps a copy of it', async ({ page }) => {
  await parkOne('Dina', '41355802');
  await page.keyboard.press('F8');
  const row = page.getByRole('listitem').filter({ hasText: 'Dina Parkert' });
  await row.getByRole('button', { name: 'Discard this change' }).click();
  const dialog = page.getByRole('dialog', { name: 'Give this change up?' });
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await expect(row).toBeVisible();
  await row.getByRole('button', { name: 'Discard this change' }).click();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Discard the change' }).click();
  const copy = readFileSync(await (await downloading).path(), 'utf8');
  expect(JSON.parse(copy)).toMatchObject({ discarded: [{ displayName: 'Dina Parkert' }] });
  expect(copy).toContain('Bergen');
  await expect(row).toBeHidden();
});

test('lets a person decide a field that was changed here and elsewhere', async ({ page }) => {
  const created = await till.call('customers.create', {
    customer: {
      customerType: 'PERSON',
      firstname: 'Kon',
      lastname: 'Flikt',
      city: 'Oslo',
      countryCode: 'NO',
    },
  });
  if (!created.ok) throw new Error(created.error.message);
  const { customerUid } = created.customer;
  await settled();
  await till.practice.refuseUpdates();
  await till.call('customers.update', { customerUid, changes: { city: 'Bergen' } });
  await till.practice.change(customerUid, { customerType: 'PERSON', city: 'Tromsø' });
  await till.call('sync.now', {});
  await statusBar(page).getByRole('button', { name: '1 conflict' }).click();
  const section = page.getByRole('region', { name: 'Kon Flikt' });
  await expect(section).toContainText('City');
  await expect(section.getByRole('button', { name: /Typed on this till/ })).toContainText('Bergen');
  await expect(section.getByRole('button', { name: /Changed elsewhere/ })).toContainText('Tromsø');
  await till.practice.behave();
  await section.getByRole('button', { name: 'Type something else' }).click();
  await section.getByLabel('What it should be').fill('Hammerfest');
  await section.getByRole('button', { name: 'Take what I typed' }).click();
  await expect(page.getByText('No conflicts')).toBeVisible();
  await expect.poll(async () => (await till.practice.search('Kon Flikt'))[0]?.['city']).toBe('Hammerfest');
});
