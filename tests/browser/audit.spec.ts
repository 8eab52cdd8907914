import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ connected: false });

test('erases a customer for good on request, and shows, checks and hands out the trail of it', async ({
  page,
}) => {
  await till.call('customers.create', {
    customer: {
      customerUid: 'to-erase',
      customerType: 'PERSON',
      firstname: 'Glemt',
      lastname: 'Person',
      countryCode: 'NO',
      consents: [{ consentUid: 'news', status: true, source: 'till' }],
    },
  });
  await till.open(page);
  await page.getByRole('combobox', { name: 'Find a customer' }).fill('glemt');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Glemt Person', level: 1 })).toBeVisible();
  await page.getByText('How it came about').click();
  await expect(page.getByText('news: Given')).toBeVisible();

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await page.getByLabel('Why?').selectOption('A request under data protection law');
  await expect(page.getByText('Everything of the customer leaves this till at once')).toBeVisible();
  await page.getByRole('button', { name: 'Erase this customer' }).click();
  await expect(page.getByText('Deleted on this till')).toBeVisible();
  expect(await till.call('outbox.list', {})).toMatchObject({ ok: true, total: 0 });

  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: 'Audit trail', exact: true }).click();
  const rows = page.getByRole('row');
  await expect(rows.nth(1)).toContainText('Erased everything of the customer');
  await expect(rows.nth(1)).toContainText('A request under data protection law');
  await page.getByLabel('What').selectOption('Registered the customer');
  await expect(rows).toHaveCount(2);
  await page.getByLabel('Customer id').fill('nobody');
  await expect(page.getByText('No such entries.')).toBeVisible();
  await page.getByLabel('Customer id').fill('to-erase');
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('The audit trail is as it was written');

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a table' }).click();
  const file = readFileSync(await (await saving).path(), 'utf8');
  expect(file).toContain('"customers.create","to-erase"');
  expect(file).not.toMatch(/glemt/i);

  await page.getByRole('button', { name: 'How long data stays', exact: true }).click();
  await page.getByLabel('Without the service, customers are removed after').selectOption('60 days');
  await expect
    .poll(async () => {
      const answer = await till.call('settings.get', {});
      return answer.ok && answer.settings.retention.offlineDays;
    })
    .toBe(60);
});
