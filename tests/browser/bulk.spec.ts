import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { startLoopbackPrinter, type LoopbackPrinter } from './loopback-printer.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 120 });
let printer: LoopbackPrinter;

test.beforeAll(async () => {
  printer = await startLoopbackPrinter('Counter');
  await till.call('printers.save', { printer: printer.profile });
  await till.call('settings.set', { changes: { batchPrinterId: printer.profile.printerId } });
});

test.afterAll(() => printer.close());

test.beforeEach(async ({ page }) => {
  printer.behave('takes');
  await till.open(page);
});

async function openBulk(page: Page): Promise<void> {
  await page.keyboard.press('F6');
  await page.getByRole('button', { name: 'Many cards', exact: true }).click();
}

const newest = (page: Page) => page.getByRole('region', { name: 'Batches' }).getByRole('listitem').first();

test('prints cards for customers chosen in the list, by keyboard alone', async ({ page }) => {
  const before = printer.cards();
  await page.keyboard.type('hansen');
  await expect(page.getByRole('option').nth(2)).toBeVisible();
  await page.keyboard.press('Alt+m');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  // A choice is taken back by the same key, and lasts over the next search.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 chosen')).toBeVisible();
  await expect(page.getByRole('option', { checked: true })).toHaveCount(2);
  await page.getByRole('combobox').fill('asse bjorn');
  await expect(page.getByRole('option', { name: /Bjørn Åse/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('3 chosen')).toBeVisible();
  await page.keyboard.press('Alt+p');
  await expect(page.getByText('3 cards', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Print 3 cards' }).focus();
  await page.keyboard.press('Enter');
  await expect(newest(page)).toContainText('3 of 3 sent');
  await expect.poll(() => printer.cards()).toBe(before + 3);
});

test('takes the whole list by touch, and leaves choosing by Esc', async ({ page }) => {
  await page.keyboard.type('hansen');
  await expect(page.getByRole('option').nth(2)).toBeVisible();
  await page.getByRole('button', { name: /^Choose several/ }).click();
  await page.getByRole('button', { name: /^All shown/ }).click();
  const count = Number(await page.getByRole('option').first().getAttribute('aria-setsize'));
  await expect(page.getByText(`${count} chosen`)).toBeVisible();
  await page.getByRole('option').first().click();
  await expect(page.getByText(`${count - 1} chosen`)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText(/chosen$/)).toBeHidden();
  // Rows open customers again.
  await page.getByRole('option').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('says of a list how many it is and who is nobody, before anything is printed', async ({ page }) => {
  const before = printer.cards();
  const bjorn = await till.call('customers.get', { customerUid: 'demo-bjorn-ase' });
  const loyaltyId = bjorn.ok ? bjorn.customer.loyaltyId : '';
  await openBulk(page);
  await page
    .getByLabel('The list, one customer a line')
    .fill(`${loyaltyId};Bjørn\ndemo-kari-nordmann\nnobody@example.com\n${loyaltyId}`);
  await expect(page.getByText('2 cards', { exact: true })).toBeVisible();
  await expect(page.getByText('1 line is nobody on this till')).toBeVisible();
  await expect(page.getByText('Line 3: nobody@example.com (not found)')).toBeVisible();
  await expect(page.getByText('1 line names a customer who is on the list already.')).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save these lines' }).click();
  const download = await downloading;
  expect(readFileSync(await download.path(), 'utf8')).toBe(
    '\ufeff"line","reason","text"\r\n3,"not found","nobody@example.com"\r\n',
  );
  expect(printer.cards()).toBe(before);
  await page.getByRole('button', { name: 'Print 2 cards' }).click();
  await expect(newest(page)).toContainText('2 of 2 sent');
  await expect.poll(() => printer.cards()).toBe(before + 2);
});

test('reads a list from a file', async ({ page }) => {
  await openBulk(page);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a file …' }).click();
  const chooser = await choosing;
  await chooser.setFiles({
    name: 'members.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('id,name\ndemo-bjorn-ase,Bjørn\n'),
  });
  await expect(page.getByText('From members.csv')).toBeVisible();
  await expect(page.getByText('1 card', { exact: true })).toBeVisible();
});

test('stands still when the printer fails, goes on where it stopped, and can be given up', async ({
  page,
}) => {
  await printer.close();
  await openBulk(page);
  await page.getByText('Everybody', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'Person' }).check();
  await page.getByRole('button', { name: /^Print \d+ cards$/ }).click();
  await expect(newest(page)).toContainText('Stands still');
  await expect(newest(page)).toContainText('The printer does not answer.');
  await expect(newest(page)).toContainText('0 of');
  printer = await startLoopbackPrinter('Counter', 'zpl', printer.profile.port);
  await newest(page).getByRole('button', { name: 'Go on' }).click();
  await expect.poll(() => printer.cards()).toBeGreaterThan(2);
  await newest(page).getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Give up the rest' }).click();
  await expect(newest(page)).toContainText(/Cancelled|Done/);
  // A card that was broken off half-way may have come out or not: that one is for a person to settle, no other.
  const counts = async (): Promise<{ sent: number; open: number }> => {
    const answer = await till.call('cards.batches', { limit: 1 });
    const batch = answer.ok ? answer.batches[0] : undefined;
    return { sent: batch?.counts.sent ?? -1, open: batch?.counts['needs-attention'] ?? -1 };
  };
  await expect
    .poll(async () => {
      const { sent, open } = await counts();
      return { allSaid: sent <= printer.cards() && printer.cards() <= sent + open, atMostOne: open <= 1 };
    })
    .toEqual({ allSaid: true, atMostOne: true });
  await expect(newest(page)).toContainText(`${(await counts()).sent} of`);
  await newest(page).getByRole('button', { name: 'Show its cards' }).click();
  await expect(page.getByRole('heading', { name: /cards of a batch/ })).toBeVisible();
  await expect(page.getByRole('option').first()).toContainText('Counter');
});
