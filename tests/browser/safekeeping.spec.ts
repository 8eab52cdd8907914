import { expect, test } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ connected: false });

test('makes a backup, says when and how large, and says how the key is kept', async ({ page }) => {
  await till.open(page);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: 'Backup and key', exact: true }).click();
  await expect(page.getByText('There is no backup yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Back up now' }).click();
  const backups = page.getByRole('list', { name: 'Backups' }).getByRole('listitem');
  await expect(backups).toHaveCount(1);
  await expect(backups).toContainText(/\d MB/);

  await page.getByLabel('Folder').fill('not a whole path');
  await page.getByLabel('Folder').blur();
  await expect(page.getByText('Write the whole path of the folder.').first()).toBeVisible();
  await page.getByLabel('Folder').fill('/dev/null/backups');
  await page.getByLabel('Folder').blur();
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByText('The folder for backups cannot be used.').first()).toBeVisible();
  await page.getByLabel('Folder').fill('');
  await page.getByLabel('Folder').blur();
  await expect(backups).toHaveCount(1);
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(backups).toHaveCount(2);
  await expect(page.getByText('The folder for backups cannot be used.')).toBeHidden();

  await expect(page.getByText('its key lies beside it')).toBeVisible();
  await expect(page.getByText('The key is changed on the command line')).toBeVisible();
});
