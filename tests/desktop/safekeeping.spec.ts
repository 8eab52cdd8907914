import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, launchTill, runTill, test } from './desktop-till.ts';

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

test('offers ways out of data that does not open, and keeps what there was', async ({ dataDir }) => {
  const store = join(dataDir, 'till.db');
  const damaged = readFileSync(store);
  damaged[2000] = damaged[2000]! ^ 1;
  writeFileSync(store, damaged);
  const till = await launchTill(dataDir);
  const asked = till.evaluate(
    ({ dialog }) =>
      new Promise<readonly string[]>((resolve) => {
        // The person's choice: the last way before "nothing for now".
        dialog.showMessageBox = (async (_window: unknown, options: { buttons: string[] }) => {
          resolve(options.buttons);
          return { response: options.buttons.length - 2, checkboxChecked: false };
        }) as typeof dialog.showMessageBox;
      }),
  );
  expect(await asked).toEqual(['Restore a backup …', 'Begin with an empty till', 'Nothing for now']);
  const page = await till.firstWindow();
  // The page goes away under whoever asks while the empty till opens.
  const isOpen = () => page.evaluate(async () => (await window.till?.sync.status({}))?.ok).catch(() => false);
  await expect.poll(isOpen).toBe(true);
  const [aside] = readdirSync(join(dataDir, 'aside'));
  expect(readFileSync(join(dataDir, 'aside', aside!, 'till.db')).equals(damaged)).toBe(true);
  expect(readdirSync(join(dataDir, 'aside', aside!))).toContain('practice.key');
  await till.close();
});
