import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { chromiumArguments, findChromium } from '../../scripts/find-chromium.ts';
import { canaryOf } from '../crash/canary-people.ts';
import { scanFolder } from '../crash/canary-scan.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ connected: false });

test('leaves nothing of a person in the browser’s profile', async () => {
  const { draft, typed } = canaryOf('registered', 0);
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-profile-'));
  const executablePath = findChromium();
  const browser = await chromium.launchPersistentContext(folder, {
    args: [...chromiumArguments],
    ...(executablePath !== undefined && { executablePath }),
  });
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    await till.open(page);
    await page.keyboard.press('F2');
    await page.getByLabel('First name').fill(draft.firstname ?? '');
    await page.getByLabel('Last name').fill(draft.lastname ?? '');
    await page.getByLabel('E-mail').fill(draft.email ?? '');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { name: draft.lastname ?? '', level: 1 })).toBeVisible();
    for (const query of typed.slice(0, 2)) {
      await page.getByRole('combobox').fill(query);
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: draft.lastname ?? '', level: 1 })).toBeVisible();
    }
    // The page as it was last, a form half filled in.
    await page.keyboard.press('F3');
    await page.getByLabel('City').fill(draft.city ?? '');
  } finally {
    await browser.close();
  }
  expect(existsSync(join(folder, 'Default'))).toBe(true);
  expect(scanFolder(folder).found).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});
