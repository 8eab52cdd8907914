import { expect, test } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ connected: false });

test('locks, lets nobody in without the PIN, and goes on where it was', async ({ page }) => {
  await till.call('customers.create', {
    customer: { customerType: 'PERSON', firstname: 'Laila', lastname: 'Lås', countryCode: 'NO' },
  });
  await till.open(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'PIN and lock' }).click();
  await page.getByLabel('Cashier').fill('Ingrid');
  await page.getByLabel('New PIN').fill('12');
  await expect(page.getByText('4 to 12 digits')).toBeVisible();
  await page.getByLabel('New PIN').fill('4711');
  await page.getByRole('button', { name: 'Set the PIN' }).click();
  await expect(page.getByText('Ingrid has a PIN now')).toBeVisible();

  await page.keyboard.press('Escape');
  await page.keyboard.type('laila');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Laila Lås', level: 1 })).toBeVisible();
  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /^(till|Ingrid)$/ })
    .click();
  await expect(page.getByRole('heading', { name: 'This till is locked' })).toBeVisible();
  await expect(page.getByText('Laila')).toHaveCount(0);

  await page.getByLabel('Cashier').fill('Ingrid');
  await page.getByLabel('PIN').fill('0000');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByRole('alert')).toContainText('That PIN is not right.');
  for (const digit of ['4', '7', '1', '1'])
    await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByRole('heading', { name: 'Laila Lås', level: 1 })).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('Ingrid');
  await till.call('cashiers.remove', { cashier: 'Ingrid' });
});

test('works without any service, and says how to connect to one', async ({ page }) => {
  await till.open(page);
  await expect(page.getByRole('contentinfo')).toContainText('Not connected');
  await page.getByRole('button', { name: 'Connect to a service' }).click();
  await page.getByLabel('Address of the service').fill('nowhere');
  await expect(page.getByText('This is not a complete address')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Connect', exact: true })).toBeDisabled();
});

test('says so when the program behind the window is gone, with everything typed kept', async ({ page }) => {
  await till.open(page);
  await page.keyboard.press('F2');
  await page.getByLabel('First name').fill('Uferdig');
  await till.stopHost();
  await expect(page.getByRole('heading', { name: 'Tillbook has stopped' })).toBeVisible();
  await expect(page.locator('input[name=firstname]')).toHaveValue('Uferdig');
});
