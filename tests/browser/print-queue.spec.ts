import { expect, test, type Page } from '@playwright/test';
import type { PrintJob } from '#shared/contract/printing';
import { seeded } from '../shared/scanning/seeded.ts';
import { plainScanner, scanEvents } from '../shared/scanning/type-like-scanner.ts';
import { startLoopbackPrinter, type LoopbackPrinter } from './loopback-printer.ts';
import { playKeys } from './play-keys.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 60 });
let printer: LoopbackPrinter;

test.beforeAll(async () => {
  printer = await startLoopbackPrinter('Counter');
  await till.call('printers.save', { printer: printer.profile });
  await till.call('settings.set', { changes: { cardPrinterId: printer.profile.printerId } });
});

test.afterAll(() => printer.close());

test.beforeEach(async ({ page }) => {
  printer.behave('takes');
  await till.open(page);
});

const panel = (page: Page) => page.getByRole('article');

/** Orders a card, and waits for what becomes of it. */
async function print(
  customerUid: string,
  state: 'sent' | 'needs-attention' | 'sending',
): Promise<PrintJob | undefined> {
  const ordered = await till.call('cards.print', { customerUid });
  const job = ordered.ok ? ordered.job : undefined;
  await expect.poll(() => stateOf(job)).toBe(state);
  return job;
}

async function stateOf(job: PrintJob | undefined): Promise<string | undefined> {
  const answer = await till.call('cards.jobs', { limit: 100 });
  return answer.ok ? answer.jobs.find(({ jobId }) => jobId === job?.jobId)?.state : undefined;
}

async function loyaltyIdOf(customerUid: string): Promise<string> {
  const answer = await till.call('customers.get', { customerUid });
  return answer.ok ? (answer.customer.loyaltyId ?? '') : '';
}

test('opens the card somebody has to look at, and settles it by keyboard alone', async ({ page }) => {
  await print('demo-bjorn-ase', 'sent');
  printer.behave('hangs-up');
  const job = await print('demo-kari-nordmann', 'needs-attention');
  await page.keyboard.press('F6');
  await expect(panel(page).getByRole('heading', { name: 'Kari Nordmann' })).toBeVisible();
  await expect(panel(page).getByText('Did the card come out?')).toBeVisible();
  await expect(panel(page).getByText(/for Counter$/)).toBeVisible();
  // The whole page is at hand for the arrow keys.
  await page.getByRole('listbox', { name: 'Print queue' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(panel(page).getByRole('heading', { name: 'Bjørn Åse' })).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await panel(page).getByRole('button', { name: 'It came out' }).focus();
  await page.keyboard.press('Enter');
  await expect(panel(page).getByText('Sent to the printer')).toBeVisible();
  expect(await stateOf(job)).toBe('sent');
});

test('prints again by a new job that says so, and only when a person says so', async ({ page }) => {
  printer.behave('hangs-up');
  await print('demo-kari-nordmann', 'needs-attention');
  const before = printer.cards();
  printer.behave('takes');
  await page.keyboard.press('F6');
  await panel(page).getByRole('button', { name: 'Print again' }).click();
  await expect(panel(page).getByText('This card is printed again')).toBeVisible();
  await expect(panel(page).getByText('Sent to the printer')).toBeVisible();
  await expect.poll(() => printer.cards()).toBe(before + 1);
  const answer = await till.call('cards.jobs', { customerUid: 'demo-kari-nordmann', limit: 2 });
  const [again, first] = answer.ok ? answer.jobs : [];
  expect(again?.reprintOf).toBe(first?.jobId);
  expect(first?.state).toBe('cancelled');
});

test('breaks a card off that a stalled printer does not take', async ({ page }) => {
  printer.behave('stalls');
  const job = await print('demo-bjorn-ase', 'sending');
  await page.keyboard.press('F6');
  await page
    .getByRole('option', { name: /Bjørn Åse/ })
    .first()
    .click();
  await panel(page).getByRole('button', { name: 'Break off' }).click();
  await expect(panel(page).getByRole('button', { name: 'Break off' })).toBeHidden();
  expect(await stateOf(job)).toMatch(/cancelled|needs-attention/);
});

test('shows one kind of card alone', async ({ page }) => {
  await page.keyboard.press('F6');
  await page
    .getByRole('radiogroup', { name: 'Which cards' })
    .getByText(/^Cancelled/)
    .click();
  await expect(page.getByRole('option').first()).toContainText('Cancelled');
  await expect(page.getByRole('option').filter({ hasText: 'Sent to the printer' })).toHaveCount(0);
});

test('closes a job by a scan from anywhere, and names what was scanned instead', async ({ page }) => {
  await print('demo-bjorn-ase', 'sent');
  await page.keyboard.press('F6');
  await page
    .getByRole('option', { name: /Bjørn Åse.*Sent/ })
    .first()
    .click();
  await panel(page).getByRole('button', { name: 'Scan to check' }).click();
  const check = page.getByRole('region', { name: 'Check a printed card' });
  await expect(check.getByText('Scan the card of Bjørn Åse')).toBeVisible();
  // Not in the field: a scanner types wherever the focus is.
  await page.getByRole('listbox', { name: 'Print queue' }).focus();
  await scan(page, await loyaltyIdOf('demo-kari-nordmann'));
  await expect(check.getByText(/^That is the card of Kari Nordmann: \d/)).toBeVisible();
  await scan(page, await loyaltyIdOf('demo-bjorn-ase'));
  await expect(check.getByText('The card of Bjørn Åse works')).toBeVisible();
  await expect(panel(page).getByText('Scanned: it works')).toBeVisible();
  // Nobody was opened by those scans.
  await expect(page.getByRole('listbox', { name: 'Print queue' })).toBeVisible();
});

const random = seeded(5);

/** As a keyboard wedge does it, wherever the focus is. */
function scan(page: Page, code: string): Promise<void> {
  return playKeys(page, scanEvents(code, plainScanner, random));
}
