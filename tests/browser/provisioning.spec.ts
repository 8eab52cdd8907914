import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({
  connected: false,
  configuration: {
    version: 1,
    // Nobody listens there.
    connection: { service: 'flow-retail', url: 'http://127.0.0.1:9/v2', tenant: 'tenant-a', practice: true },
    settings: { theme: 'light', shopName: 'Nordlys', lockAfterMinutes: 10, logLevel: 'debug' },
    cashiers: [{ name: 'Kari', role: 'manager' }],
    printers: [{ kind: 'file', printerId: 'pdf', name: 'PDF', folder: '/tmp' }],
    secrets: { signIn: { kind: 'token', token: 'a token' }, pins: { Kari: { code: '000111' } } },
  },
});

const setByIt = (page: Page) => page.getByText('Set by your IT');

async function openSection(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

test('lets a cashier in by the first code once they have chosen a PIN of their own', async ({ page }) => {
  await till.open(page);
  await page.getByLabel('PIN', { exact: true }).fill('000111');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByText('Choose a PIN of your own.')).toBeVisible();
  const own = page.getByLabel('New PIN');
  await expect(own).toBeFocused();
  await own.fill('000');
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeDisabled();
  await own.fill('2468');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByRole('combobox', { name: 'Find a customer' })).toBeVisible();
});

test('shows what IT has set, and lets nobody change it there', async ({ page }) => {
  await till.open(page);
  const status = await till.call('session.status', {});
  if (status.ok && status.session.locked) await till.call('session.unlock', { cashier: 'Kari', pin: '2468' });
  await openSection(page, 'Settings');
  await expect(setByIt(page)).toHaveCount(1);
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeDisabled();
  await expect(page.getByRole('radio', { name: 'Large', exact: true })).toBeEnabled();
  await openSection(page, 'Shop and registration');
  await expect(page.getByLabel('Shop name')).toBeDisabled();
  await expect(page.getByLabel('Country of the shop')).toBeEnabled();
  await openSection(page, 'Cashiers and lock');
  await expect(setByIt(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Remove Kari' })).toBeDisabled();
  await openSection(page, 'Connection');
  await expect(page.getByLabel('Tenant')).toBeDisabled();
  await openSection(page, 'Help from IT');
  await expect(page.getByRole('heading', { name: 'Configuration of IT' })).toBeVisible();
  await expect(page.getByText('till.config.json')).toBeVisible();
});
