import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { startLoopbackPrinter, type LoopbackPrinter } from './loopback-printer.ts';
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
  const printer = await startLoopbackPrinter('Counter');
  printer.behave('hangs-up');
  await till.call('printers.save', { printer: printer.profile });
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
  expect(jobs).toMatchObject({ ok: true, jobs: [{ printerName: 'Counter', state: 'sent' }] });
  await removePrinter(printer);
});

test('says that nothing was printed when a printer is out of paper, and prints once there is some', async ({
  page,
}) => {
  const printer = await startLoopbackPrinter('Receipts', 'escpos');
  printer.behave('paper-out');
  await till.call('printers.save', { printer: printer.profile });
  await page.keyboard.press('F4');
  await dialog(page).getByLabel('Printer').selectOption('Receipts');
  await dialog(page)
    .getByRole('button', { name: /^Print card/ })
    .click();
  const jobs = dialog(page).getByRole('list', { name: 'Printed before' });
  await expect(jobs.getByText('Not printed')).toBeVisible();
  await expect(jobs.getByText('Put paper in')).toBeVisible();
  // Nobody is asked about a card that cannot have come out.
  await expect(jobs.getByRole('button', { name: 'It came out' })).toBeHidden();
  printer.behave('takes');
  await jobs.getByRole('button', { name: 'Print again' }).click();
  await expect(jobs.getByText('Sent to the printer').first()).toBeVisible();
  await expect.poll(() => printer.cards()).toBe(1);
  await removePrinter(printer);
});

test('shows the card as the chosen printer prints it', async ({ page }) => {
  const printer = await startLoopbackPrinter('Slips', 'escpos');
  await till.call('printers.save', { printer: printer.profile });
  await page.keyboard.press('F4');
  const picture = dialog(page).getByRole('img', { name: 'Membership card of Bjørn Åse' });
  const isUpright = () =>
    picture.evaluate((image: HTMLImageElement) => image.naturalHeight > image.naturalWidth);
  await expect.poll(isUpright).toBe(false);
  await dialog(page).getByLabel('Printer').selectOption('Slips');
  await expect(dialog(page).getByText('Looks like this: Receipt.')).toBeVisible();
  await expect.poll(isUpright).toBe(true);
  await removePrinter(printer);
});

test('checks the printed card by scanning it, and says what a wrong scan was', async ({ page }) => {
  const printer = await startLoopbackPrinter('Labels');
  await till.call('printers.save', { printer: printer.profile });
  await page.keyboard.press('F4');
  await dialog(page).getByLabel('Printer').selectOption('Labels');
  await dialog(page)
    .getByRole('button', { name: /^Print card/ })
    .click();
  await dialog(page).getByRole('button', { name: 'Scan to check' }).first().click();
  const check = dialog(page).getByRole('region', { name: 'Check a printed card' });
  const number = check.getByLabel('Number of the card');
  await expect(number).toBeFocused();
  const kari = await till.call('customers.get', { customerUid: 'demo-kari-nordmann' });
  await number.fill(kari.ok ? (kari.customer.loyaltyId ?? '') : '');
  await page.keyboard.press('Enter');
  await expect(check.getByText(/^That is the card of Kari Nordmann/)).toBeVisible();
  await expect(check.getByText('The card of Bjørn Åse was expected')).toBeVisible();
  const bjorn = await till.call('customers.get', { customerUid: 'demo-bjorn-ase' });
  await number.fill(bjorn.ok ? (bjorn.customer.loyaltyId ?? '') : '');
  await page.keyboard.press('Enter');
  await expect(check.getByText('The card of Bjørn Åse works')).toBeVisible();
  await expect(dialog(page).getByText('Scanned: it works')).toBeVisible();
  await removePrinter(printer);
});

async function removePrinter(printer: LoopbackPrinter): Promise<void> {
  await till.call('printers.remove', { printerId: printer.profile.printerId });
  await printer.close();
}
