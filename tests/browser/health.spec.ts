import { expect, test } from '@playwright/test';
import { findClosedPort } from '../loopback-server.ts';
import { startTillForFile } from './running-till.ts';
import { openSettings } from './views/view.ts';

const till = startTillForFile({ customers: 240 });

test.beforeEach(async ({ page }) => {
  await till.open(page);
  await openSettings(page, 'Help from IT');
});

test('says how the till is doing, in words, figures, charts and a table', async ({ page }) => {
  const main = page.getByRole('main');
  await expect(main).toContainText('This till is well');
  await expect(main).toContainText(/Customers on this till\s*24\d of 24\d/);
  await expect(main).toContainText(/Free on the disk\s*[\d,.]+ [MG]B/);
  await expect(page.getByRole('figure').filter({ hasText: 'Changes waiting at most' })).toBeVisible();
  await expect(page.getByRole('figure').filter({ hasText: '95 of 100 searches within' })).toBeVisible();
  await page.getByRole('radio', { name: 'Days' }).check({ force: true });
  await page.getByText('The numbers as a table').click();
  await expect(main.getByRole('columnheader', { name: 'Time with the service' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Printers' })).toContainText('Of the service');
  const speed = page.getByRole('region', { name: 'How long things take' });
  await expect(speed.getByRole('row', { name: /^health\.get/ })).toBeVisible();
});

test('says what is wrong and what to do about it, as soon as somebody looks again', async ({ page }) => {
  await till.practice.fault('401', { method: 'GET', path: '/customers$' });
  await till.call('sync.now', {});
  await expect
    .poll(async () => {
      const answer = await till.call('sync.status', {});
      return answer.ok && answer.status.reach;
    })
    .toBe('attention');
  await page.getByRole('button', { name: 'Look again' }).click();
  await expect(page.getByText('Somebody has to do something')).toBeVisible();
  await expect(page.getByText('The service does not answer as it should: look at the network')).toBeVisible();
  await till.practice.behave();
  await till.call('sync.now', {});
});

test('lets a program ask, at a port and with a token of its own', async ({ page }) => {
  const port = await findClosedPort();
  await page.getByText('Status and Prometheus', { exact: true }).click();
  await page.getByLabel('Port for the status').fill('80');
  await page.getByLabel('Port for the status').blur();
  await expect(page.getByText('A number from 1024 to 65535.')).toBeVisible();
  await page.getByLabel('Port for the status').fill(String(port));
  await page.getByLabel('Port for the status').blur();
  const url = `http://127.0.0.1:${port}/status`;
  await expect(page.getByText(url)).toBeVisible();
  await page.getByRole('button', { name: 'Show the token' }).click();
  const token = (await page.locator('code').textContent()) ?? '';
  const ask = (bearer: string) => fetch(url, { headers: { authorization: `Bearer ${bearer}` } });
  expect(await (await ask(token)).json()).toMatchObject({ format: 1, state: 'running' });
  expect((await ask(`${token}x`)).status).toBe(401);

  await page.getByLabel('Address of this computer').fill('0.0.0.0');
  await page.getByLabel('Address of this computer').blur();
  await expect(page.getByText('Beyond this computer the status is told by TLS alone')).toBeVisible();
  await page.getByText('No', { exact: true }).click();
  await expect(page.getByText('IT asks at')).toBeHidden();
});
