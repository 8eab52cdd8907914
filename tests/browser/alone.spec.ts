import { expect, test } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ connected: false });

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
