import { expect, test, type Page } from '@playwright/test';
import { lookClosely, overflowing } from './look-closely.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 200 });

async function openBjorn(page: Page): Promise<void> {
  await page.keyboard.type('asse bjorn');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Bjørn Åse', level: 1 })).toBeVisible();
}

async function openSettings(page: Page, section: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: section }).click();
  await expect(page.getByRole('heading', { name: section })).toBeVisible();
}

/** Every view of the till, and how a person gets there from the search box. */
const views: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  home: async (page) => {
    await expect(page.getByRole('combobox')).toBeFocused();
  },
  hits: async (page) => {
    await page.keyboard.type('hansen');
    await expect(page.getByRole('option').nth(1)).toBeVisible();
  },
  'nobody found': async (page) => {
    await page.keyboard.type('Xyzzy Qwertz 41355667');
    await expect(page.getByRole('button', { name: /^Register “Xyzzy/ })).toBeVisible();
  },
  customer: openBjorn,
  editing: async (page) => {
    await openBjorn(page);
    await page.keyboard.press('F3');
    await page.getByLabel('E-mail', { exact: true }).fill('bjorn@');
    await page.keyboard.press('Tab');
    await expect(page.getByText('Not complete: name@example.com')).toBeVisible();
  },
  card: async (page) => {
    await openBjorn(page);
    await page.keyboard.press('F4');
    await expect(page.getByRole('img', { name: 'Membership card of Bjørn Åse' })).toBeVisible();
  },
  merging: async (page) => {
    await openBjorn(page);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: /^Merge/ }).click();
    await page.getByLabel('Which other customer').fill('hansen');
    await page.getByRole('dialog').getByRole('listitem').getByRole('button').first().click();
    await expect(page.getByRole('dialog').getByText('Stays')).toBeVisible();
  },
  deleting: async (page) => {
    await openBjorn(page);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: /^Delete/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
  registering: async (page) => {
    await page.keyboard.type('bjorn aase 90124471');
    await page.keyboard.press('F2');
    await page.getByRole('button', { name: 'More fields' }).click();
    await expect(page.getByText(/% alike/).first()).toBeVisible();
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
  duplicates: async (page) => {
    await till.call('customers.create', {
      customer: { customerType: 'PERSON', firstname: 'Bjorn', lastname: 'Aase', mobile: '90124471' },
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
  pin: (page) => openSettings(page, 'PIN and lock'),
  connection: (page) => openSettings(page, 'Connection'),
  audit: (page) => openSettings(page, 'Audit trail'),
  keys: async (page) => {
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
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

test('says on every page that a practice store is connected', async ({ page }) => {
  await till.open(page);
  const banner = page.getByRole('complementary', { name: 'Practice store' });
  await expect(banner).toBeVisible();
  await page.keyboard.press('F8');
  await expect(banner).toBeVisible();
});

test('remembers theme and text size', async ({ page }) => {
  await till.open(page);
  await openSettings(page, 'Appearance');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByText('Light', { exact: true }).click();
  await expect.poll(background).toBe('rgb(244, 242, 236)');
  await page.getByText('Dark', { exact: true }).click();
  await expect.poll(background).toBe('rgb(16, 20, 19)');
  await page.getByText('Larger', { exact: true }).click();
  await page.reload();
  await expect(page.getByRole('combobox')).toBeVisible();
  expect(await background()).toBe('rgb(16, 20, 19)');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('20px');
  // The largest text on the smallest screen still has every button in sight.
  await page.setViewportSize({ width: 1024, height: 768 });
  await openBjorn(page);
  expect(await overflowing(page)).toEqual([]);
  await page.keyboard.press('F3');
  await expect(page.getByRole('button', { name: /^Save/ })).toBeInViewport();
  expect(await overflowing(page)).toEqual([]);
  await page.keyboard.press('F2');
  const form = page.getByRole('form', { name: 'New customer' });
  await expect(form.getByRole('button', { name: 'Register' })).toBeInViewport({ ratio: 1 });
  expect(await overflowing(page)).toEqual([]);
  await till.call('settings.set', { changes: { theme: 'system', textSize: 'normal' } });
});
