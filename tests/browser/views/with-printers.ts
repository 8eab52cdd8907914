import { tmpdir } from 'node:os';
import { expect, type Page } from '@playwright/test';
import { startLoopbackPrinter } from '../loopback-printer.ts';
import type { RunningTill } from '../running-till.ts';
import { openCards, typeSearch, type Situation } from './view.ts';

async function jobsReach(till: RunningTill, state: 'sent' | 'needs-attention'): Promise<void> {
  await expect
    .poll(async () => {
      const answer = await till.call('cards.jobs', { states: [state], single: true });
      return answer.ok && answer.total;
    })
    .toBe(1);
}

async function openDesign(page: Page, name: string): Promise<void> {
  await openCards(page, 'Card designs');
  await page.getByText(name, { exact: true }).click();
  await expect(page.getByRole('img', { name: `${name} as it will be printed` })).toBeVisible();
}

/** A till that has printed: a card that came out, one nobody can know of, and a batch that stands still. */
export const withPrinters: Situation = {
  name: 'with printers',
  till: { customers: 120 },
  async prepare(till) {
    const printer = await startLoopbackPrinter('Counter');
    await till.call('settings.set', { changes: { shopName: 'Fjord & Fjell Ålesund' } });
    await till.call('printers.save', { printer: printer.profile });
    await till.call('printers.save', {
      printer: {
        kind: 'file',
        printerId: 'print-shop',
        name: 'Print shop',
        folder: tmpdir(),
        designId: 'sheet',
      },
    });
    await till.call('settings.set', { changes: { cardPrinterId: printer.profile.printerId } });
    await till.call('cards.print', { customerUid: 'demo-bjorn-ase' });
    await jobsReach(till, 'sent');
    printer.behave('hangs-up');
    await till.call('cards.print', { customerUid: 'demo-kari-nordmann' });
    await jobsReach(till, 'needs-attention');
    await printer.close();
    await till.call('cards.printMany', { cardsFor: { all: { types: ['PERSON'] } } });
    await expect
      .poll(async () => {
        const answer = await till.call('cards.batches', {});
        return answer.ok && answer.batches[0]?.state;
      })
      .toBe('paused');
  },
  views: {
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
      await page
        .getByLabel('The list, one customer a line')
        .fill('demo-bjorn-ase\ndemo-kari-nordmann\nola@example.com');
      await expect(page.getByText('1 line is nobody on this till')).toBeVisible();
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
      await typeSearch(page, 'hansen');
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.keyboard.press('Alt+m');
      await page.keyboard.press('Alt+a');
      await expect(page.getByRole('button', { name: /^Print cards/ })).toBeEnabled();
    },
  },
};
