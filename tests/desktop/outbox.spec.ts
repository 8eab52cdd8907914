import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asAPerson } from '../browser/play-keys.ts';
import { expect, test } from './desktop-till.ts';

test('saves a copy of what is discarded from the outbox', async ({ till, page, dataDir }) => {
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('Synne Solberg 41355991', asAPerson);
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Synne Solberg', level: 1 })).toBeVisible();
  await page.keyboard.press('F8');
  await page.getByRole('option').filter({ hasText: 'Synne Solberg' }).click();
  await page.getByRole('button', { name: 'Discard this change' }).click();

  const path = join(dataDir, 'discarded.json');
  // Nobody is there to answer the question where to save it.
  const saved = till.evaluate(
    ({ BrowserWindow }, savePath) =>
      new Promise((resolve) => {
        BrowserWindow.getAllWindows()[0]?.webContents.session.once('will-download', (_event, item) => {
          item.setSavePath(savePath);
          item.once('done', (_done, state) => {
            resolve(state);
          });
        });
      }),
    path,
  );
  await page.getByRole('button', { name: 'Discard the change' }).click();
  expect(await saved).toBe('completed');
  expect(readFileSync(path, 'utf8')).toContain('+4741355991');
  await expect(page.getByText('Nothing waits', { exact: true })).toBeVisible();
});
