import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 60 });

test.beforeEach(async ({ page }) => {
  await till.open(page);
  await page.keyboard.type('asse bjorn');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Bjørn Åse', level: 1 })).toBeVisible();
});

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Card of Bjørn Åse' });

test('shows the card as it will be printed', async ({ page }) => {
  await page.keyboard.press('F4');
  const picture = dialog(page).getByRole('img', { name: 'Membership card of Bjørn Åse' });
  await expect(picture).toBeVisible();
  const size = await picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]);
  expect((size[0] ?? 0) / (size[1] ?? 1)).toBeCloseTo(85.6 / 53.98, 1);
});

test('prints through the service and says what became of it', async ({ page }) => {
  const before = await till.practice.printJobCount();
  await page.keyboard.press('F4');
  await expect(dialog(page).getByRole('button', { name: /^Print card/ })).toBeFocused();
  await page.keyboard.press('F4');
  await expect(dialog(page).getByRole('list', { name: 'Printed before' })).toContainText(
    'Sent to the printer',
  );
  expect(await till.practice.printJobCount()).toBe(before + 1);
});

test('saves the card as PDF, PNG and SVG', async ({ page }) => {
  await page.keyboard.press('F4');
  for (const [format, beginning] of [
    ['PDF', '%PDF-'],
    ['PNG', '\u{89}PNG'],
    ['SVG', '<'],
  ] as const) {
    const downloading = page.waitForEvent('download');
    await dialog(page).getByRole('button', { name: format }).click();
    const download = await downloading;
    expect(download.suggestedFilename().toLowerCase()).toContain(format.toLowerCase());
    expect(readFileSync(await download.path(), 'latin1').startsWith(beginning)).toBe(true);
  }
});

test('asks whether the card came out when a printer goes silent', async ({ page }) => {
  // Takes the call and hangs up: nobody can know how much of the card it has printed.
  const printer = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
  await new Promise<void>((resolve) => printer.listen(0, '127.0.0.1', resolve));
  const { port } = printer.address() as AddressInfo;
  await till.call('printers.save', {
    printer: {
      kind: 'network',
      printerId: 'counter',
      name: 'Counter',
      host: '127.0.0.1',
      port,
      language: 'zpl',
    },
  });
  await page.keyboard.press('F4');
  await dialog(page).getByLabel('Printer').selectOption('Counter');
  await dialog(page)
    .getByRole('button', { name: /^Print card/ })
    .click();
  await expect(dialog(page).getByText('Did the card come out?')).toBeVisible();
  await page.keyboard.press('Escape');
  const question = page.getByRole('alert').filter({ hasText: 'Did the card of Bjørn Åse come out?' });
  await expect(question).toBeVisible();
  await question.getByRole('button', { name: 'It came out' }).click();
  await expect(question).toBeHidden();
  const jobs = await till.call('cards.jobs', { limit: 1 });
  expect(jobs).toMatchObject({ ok: true, jobs: [{ printerId: 'counter', state: 'sent' }] });
  printer.close();
});
