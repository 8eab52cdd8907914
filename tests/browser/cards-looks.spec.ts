import { expect, test, type Page } from '@playwright/test';
import { lookClosely } from './look-closely.ts';
import { startLoopbackPrinter, type LoopbackPrinter } from './loopback-printer.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 120 });
let printer: LoopbackPrinter;

// A till that has printed: a card that came out, one nobody can know of, and a batch that stands still.
test.beforeAll(async () => {
  printer = await startLoopbackPrinter('Counter');
  await till.call('settings.set', { changes: { shopName: 'Fjord & Fjell Ålesund' } });
  await till.call('printers.save', { printer: printer.profile });
  await till.call('settings.set', { changes: { cardPrinterId: printer.profile.printerId } });
  await till.call('cards.print', { customerUid: 'demo-bjorn-ase' });
  await jobsReach('sent');
  printer.behave('hangs-up');
  await till.call('cards.print', { customerUid: 'demo-kari-nordmann' });
  await jobsReach('needs-attention');
  await printer.close();
  await till.call('cards.printMany', { cardsFor: { all: { types: ['PERSON'] } } });
  await expect
    .poll(async () => {
      const answer = await till.call('cards.batches', {});
      return answer.ok && answer.batches[0]?.state;
    })
    .toBe('paused');
});

async function jobsReach(state: 'sent' | 'needs-attention'): Promise<void> {
  await expect
    .poll(async () => {
      const answer = await till.call('cards.jobs', { states: [state], single: true });
      return answer.ok && answer.total;
    })
    .toBe(1);
}

async function openCards(page: Page, section: string): Promise<void> {
  await page.keyboard.press('F6');
  await page
    .getByRole('navigation', { name: 'Cards and printers' })
    .getByRole('button', { name: section })
    .click();
}

async function openDesign(page: Page, name: string): Promise<void> {
  await openCards(page, 'Card designs');
  await page.getByText(name, { exact: true }).click();
  await expect(page.getByRole('img', { name: `${name} as it will be printed` })).toBeVisible();
}

const views: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'print queue': async (page) => {
    await openCards(page, 'Print queue');
    await expect(page.getByRole('article', { name: 'Kari Nordmann' })).toBeVisible();
  },
  'checking a card': async (page) => {
    await openCards(page, 'Print queue');
    await page.getByRole('button', { name: 'Check a card by scanning' }).click();
    await page.getByLabel('Number of the card').fill('0000');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Nobody on this till has that card')).toBeVisible();
  },
  'cards of a list': async (page) => {
    await openCards(page, 'Many cards');
    await page.getByLabel('The list, one customer a line').fill('nobody@example.com\n12345');
    await expect(page.getByText('2 lines are nobody on this till')).toBeVisible();
  },
  'cards of everybody': async (page) => {
    await openCards(page, 'Many cards');
    await page.getByText('Everybody', { exact: true }).click();
    await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  },
  printers: async (page) => {
    await openCards(page, 'Printers');
    await expect(page.getByText('The printer does not answer.')).toBeVisible();
  },
  'adding a printer': async (page) => {
    await openCards(page, 'Printers');
    await page.getByRole('button', { name: 'Add a printer' }).click();
    await expect(page.getByRole('dialog', { name: 'Add a printer' })).toBeVisible();
  },
  'plastic card': async (page) => {
    await openDesign(page, 'Plastic card');
    await page.getByRole('button', { name: 'Customer name: place and size' }).click();
  },
  'sheet of labels': (page) => openDesign(page, 'Sheet of labels'),
  receipt: (page) => openDesign(page, 'Receipt'),
  'choosing several': async (page) => {
    await page.keyboard.type('hansen');
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('Alt+m');
    await page.keyboard.press('Alt+a');
    await expect(page.getByRole('button', { name: /^Print cards/ })).toBeEnabled();
  },
};

for (const [name, show] of Object.entries(views)) {
  test(`${name}: nothing off the screen, and nothing for anybody to stumble over`, async ({ page }) => {
    await lookClosely(page, async () => {
      await till.open(page);
      await show(page);
    });
  });
}
