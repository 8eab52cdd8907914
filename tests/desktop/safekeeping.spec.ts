import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, runTill, test } from './desktop-till.ts';

test('changes the key of its store while somebody is at the till', async ({ till, page, dataDir }) => {
  await expect(page.getByRole('combobox')).toBeFocused();
  const formerKey = readFileSync(join(dataDir, 'practice.key'), 'utf8');
  const reloaded = page.waitForEvent('load');
  const status = await page.evaluate(() => window.till!.key.status({}));
  // No key store on the machines that test this: what would be kept there is kept for this run alone.
  expect(status).toMatchObject({ ok: true, keptBy: 'beside', secretsKeptBy: 'this-run', canChange: true });
  expect(await page.evaluate(() => window.till!.key.change({}))).toMatchObject({ ok: true });
  await reloaded;
  await page.keyboard.type('asse bjorn');
  await expect(page.getByText('Bjørn Åse').first()).toBeVisible();
  expect(readFileSync(join(dataDir, 'practice.key'), 'utf8')).not.toBe(formerKey);
  await till.close();
  expect(runTill(dataDir, 'call', 'customers.get', '{"customerUid":"c-bjorn"}').code).toBe(0);
});
