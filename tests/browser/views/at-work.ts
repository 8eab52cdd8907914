import { expect, type Page } from '@playwright/test';
import { plainScanner, scanEvents } from '../../shared/scanning/type-like-scanner.ts';
import { seeded } from '../../shared/scanning/seeded.ts';
import { playKeys } from '../play-keys.ts';
import type { RunningTill } from '../running-till.ts';
import { openBjorn, openSettings, typeSearch, type Situation } from './view.ts';

async function chooseMore(page: Page, action: RegExp): Promise<void> {
  await openBjorn(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

const dialog = (page: Page) => page.getByRole('dialog');

/** A till on which nothing is wrong: search, customers, registration, pages, settings. */
export const atWork: Situation = {
  name: 'at work',
  till: { customers: 240 },
  async prepare(till) {
    await till.call('settings.set', {
      changes: {
        shopName: 'Fjord & Fjell Ålesund',
        consents: [
          {
            consentUid: 'consent-email',
            name: 'Newsletter by e-mail',
            wording: 'We send you news and offers by e-mail. You can stop at any time.',
          },
          { consentUid: 'consent-sms', name: 'Offers by SMS', wording: 'We send you offers by SMS.' },
        ],
      },
    });
    // A till that has been at work: some customers were opened before.
    const found = await till.call('customers.search', { query: 'hansen', limit: 6 });
    for (const { customerUid } of found.ok ? found.hits : []) {
      await till.call('customers.get', { customerUid });
    }
  },
  views: {
    home: async (page) => {
      await expect(page.getByRole('combobox', { name: 'Find a customer' })).toBeFocused();
      await expect(page.getByRole('option').first()).toBeVisible();
    },
    hits: async (page) => {
      await typeSearch(page, 'hansen');
      await expect(page.getByRole('option').nth(1)).toBeVisible();
    },
    filters: async (page) => {
      await typeSearch(page, 'hansen');
      await page.keyboard.press('Alt+f');
      await expect(page.getByLabel('Group').locator('option').nth(1)).toBeAttached();
      await expect(page.getByRole('option', { name: /Hansen/ }).first()).toBeVisible();
    },
    filtered: async (page) => {
      await page.keyboard.press('Alt+f');
      await page.getByLabel('Type', { exact: true }).selectOption('COMPANY');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('button', { name: 'Take back the filter “Company”' })).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Newest first' })).toBeVisible();
    },
    'nobody found': async (page) => {
      await typeSearch(page, 'Xyzzy Qwertz 41355667');
      await expect(page.getByRole('button', { name: /^Register “Xyzzy/ })).toBeVisible();
    },
    'found at the service': async (page) => {
      await typeSearch(page, 'hansen');
      await expect(page.getByRole('option').first()).toBeVisible();
      await page.keyboard.press('Alt+s');
      await expect(page.getByRole('heading', { name: /at the service$/ })).toBeVisible();
    },
    customer: async (page) => {
      await openBjorn(page);
      await page
        .getByRole('button', { name: /^Show the card/ })
        .locator('img')
        .waitFor();
    },
    'menu of a customer': async (page) => {
      await openBjorn(page);
      await page.getByRole('button', { name: 'More' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
    company: async (page, till) => {
      const found = await till.call('customers.search', { query: 'as', types: ['COMPANY'], limit: 1 });
      const [company] = found.ok ? found.hits : [];
      await typeSearch(page, company?.displayName ?? '');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('heading', { name: company?.displayName ?? '', level: 1 })).toBeVisible();
    },
    editing: async (page) => {
      await openBjorn(page);
      await page.keyboard.press('F3');
      await page.getByLabel('E-mail', { exact: true }).fill('bjorn@');
      await page.keyboard.press('Tab');
      await expect(page.getByText('Not complete: name@example.com')).toBeVisible();
    },
    'a field in its place': async (page) => {
      await openBjorn(page);
      await page.getByRole('button', { name: 'Change: Address' }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('form', { name: 'Change: Address' })).toBeVisible();
    },
    'everything known': async (page) => {
      await chooseMore(page, /^Everything/);
      await dialog(page).getByRole('button', { name: 'Show it' }).click();
      await expect(dialog(page).getByRole('heading', { name: /^What is stored/ })).toBeVisible();
    },
    'merged before': async (page) => {
      await chooseMore(page, /^What was merged/);
      await expect(dialog(page)).toBeVisible();
    },
    card: async (page) => {
      await openBjorn(page);
      await page.keyboard.press('F4');
      await expect(page.getByRole('img', { name: 'Membership card of Bjørn Åse' })).toBeVisible();
    },
    'merging, whom': async (page) => {
      await chooseMore(page, /^Merge/);
      await page.getByLabel('Which other customer').fill('hansen');
      await expect(dialog(page).getByRole('listitem').first()).toBeVisible();
    },
    merging: async (page) => {
      await chooseMore(page, /^Merge/);
      await page.getByLabel('Which other customer').fill('hansen');
      await dialog(page).getByRole('listitem').getByRole('button').first().click();
      await expect(dialog(page).getByText('Stays').first()).toBeVisible();
    },
    deleting: async (page) => {
      await chooseMore(page, /^Delete/);
      await expect(dialog(page)).toBeVisible();
    },
    registering: async (page) => {
      await typeSearch(page, 'bjorn aase 90124471');
      await page.keyboard.press('F2');
      await page.getByRole('button', { name: 'More fields' }).click();
      await expect(page.getByText(/% alike/).first()).toBeVisible();
    },
    'a code nobody has': async (page) => {
      await playKeys(page, scanEvents('2999123456789012', plainScanner, seeded(5)));
      await expect(dialog(page)).toContainText('No customer has this code');
    },
    sync: async (page) => {
      await page.keyboard.press('F9');
      await expect(page.getByRole('button', { name: 'Sync now' })).toBeVisible();
    },
    outbox: async (page) => {
      await page.keyboard.press('F8');
      await expect(page.getByText('Everything has arrived')).toBeVisible();
    },
    conflicts: async (page) => {
      await page.keyboard.press('F8');
      await page
        .getByRole('navigation')
        .getByRole('button', { name: /^Conflicts/ })
        .click();
      await expect(page.getByText('No conflicts')).toBeVisible();
    },
    duplicates: async (page, till) => {
      await till.call('customers.create', {
        customer: {
          customerUid: 'second-bjorn',
          customerType: 'PERSON',
          firstname: 'Bjorn',
          lastname: 'Aase',
          mobile: '90124471',
        },
      });
      await page.keyboard.press('F7');
      await page.getByRole('button', { name: /^(Find duplicates|Look again)$/ }).click();
      await expect(page.getByRole('button', { name: 'Look again' })).toBeVisible({ timeout: 30_000 });
      await expect(page.getByRole('article', { name: /Bj.rn/ }).first()).toBeVisible();
    },
    appearance: (page) => openSettings(page, 'Appearance'),
    shop: (page) => openSettings(page, 'Shop and registration'),
    consents: (page) => openSettings(page, 'Consents'),
    'cards and printers': (page) => openSettings(page, 'Cards and printers'),
    scanner: (page) => openSettings(page, 'Scanner'),
    'learning a scanner': async (page) => {
      await openSettings(page, 'Scanner');
      await page.getByRole('button', { name: 'Learn the scanner' }).click();
      await expect(page.getByText('Scan a card: 1 of 3')).toBeVisible();
    },
    pin: (page) => openSettings(page, 'Cashiers and lock'),
    connection: async (page) => {
      await openSettings(page, 'Connection');
      await expect(page.getByRole('form', { name: 'Shop and till' })).toBeVisible();
    },
    'into the sale': (page) => openSettings(page, 'Into the sale'),
    'about and updates': (page) => openSettings(page, 'About and updates'),
    'how long data stays': (page) => openSettings(page, 'How long data stays'),
    audit: (page) => openSettings(page, 'Audit trail'),
    safe: (page) => openSettings(page, 'Backup and key'),
    'help from IT': async (page) => {
      await openSettings(page, 'Help from IT');
      await page.getByText('The numbers as a table').click();
      await page.getByText('Status', { exact: true }).click();
      await expect(page.getByText('Port for the status')).toBeVisible();
    },
    keys: async (page) => {
      await page.keyboard.press('F1');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
    },
    // Last: from here on the till has cashiers.
    cashiers: async (page, till) => {
      await addCashiers(till);
      await openSettings(page, 'Cashiers and lock');
      await expect(page.getByRole('listitem').filter({ hasText: 'Ola' })).toBeVisible();
    },
    locked: async (page, till) => {
      await addCashiers(till);
      await till.call('session.lock', {});
      await expect(page.getByRole('heading', { name: 'This till is locked' })).toBeVisible();
    },
    'a wrong PIN': async (page) => {
      await page.getByLabel('PIN', { exact: true }).fill('1111');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert')).toContainText('not right');
    },
  },
};

async function addCashiers(till: RunningTill): Promise<void> {
  await till.call('cashiers.add', { cashier: 'Kari', pin: '2580', role: 'manager' });
  await till.call('cashiers.add', { cashier: 'Ola', pin: '0815', role: 'cashier' });
}
