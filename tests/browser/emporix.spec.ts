import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 120, connected: false });

test.beforeAll(() => till.practice.start());
test.beforeEach(({ page }) => till.open(page));
test.describe.configure({ mode: 'serial' });

const statusBar = (page: Page) => page.getByRole('contentinfo');

async function fillSignIn(page: Page, tenant: string, mixin: string): Promise<void> {
  const { baseUrl, clientId, clientSecret } = till.practice.emporix();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Connection' }).click();
  await page.getByRole('radio', { name: 'Emporix' }).click({ force: true });
  await page.getByLabel('Address of the service').fill(baseUrl);
  await page.getByLabel('Tenant').fill(tenant);
  await page.getByLabel('Client id').fill(clientId);
  await page.getByLabel('Client secret').fill(clientSecret);
  await page.getByLabel('Loyalty id in the mixin').fill(mixin);
  await page.getByRole('switch', { name: 'This is a practice store' }).setChecked(true, { force: true });
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
}

async function open(page: Page, query: string): Promise<void> {
  await page.getByRole('combobox').fill(query);
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
}

test('connects with a client id and its secret, and says which tenant there cannot be', async ({ page }) => {
  await fillSignIn(page, 'Practice-Store', '');
  await expect(page.getByText(/3 to 16 characters/).first()).toBeVisible();
  await page.getByLabel('Tenant').fill(till.practice.emporix().tenant);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByText('Connected.')).toBeVisible();
  await expect(statusBar(page)).toContainText('120 of 120', { timeout: 30_000 });
});

test('offers nothing that this service has no place for', async ({ page }) => {
  await open(page, 'bjorn ase');
  await expect(page.getByRole('heading', { name: 'Bjørn Åse', level: 1 })).toBeVisible();
  await expect(page.getByText('Ålesund').first()).toBeVisible();
  // An address can be read here and not written; there is no number of a card to replace.
  await expect(page.getByRole('button', { name: 'Change: Mobile' })).toBeAttached();
  await expect(page.getByRole('button', { name: 'Change: Address' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Lost card: new one' })).toHaveCount(0);

  await page.keyboard.press('F4');
  const card = page.getByRole('dialog');
  await expect(card).toContainText('has no place for a loyalty id');
  await expect(card.getByRole('button', { name: 'Print card' })).toBeDisabled();
  await page.keyboard.press('Escape');

  await page.keyboard.press('F3');
  await expect(page.getByLabel('Mobile')).toBeVisible();
  await expect(page.getByLabel('Postal code')).toHaveCount(0);
  await expect(page.getByLabel('Loyalty id')).toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.getByRole('combobox').fill('Frida Fjordheim 41355901');
  await page.keyboard.press('F2');
  await expect(page.getByRole('radio', { name: 'B2B' })).toHaveCount(0);
  await expect(page.getByRole('switch', { name: 'Print a membership card' })).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Frida Fjordheim', level: 1 })).toBeVisible();
  const found = async () => {
    const answer = await till.call('customers.searchService', { query: 'Frida Fjordheim' });
    return answer.ok ? answer.hits.length : 0;
  };
  await expect.poll(found, { timeout: 15_000 }).toBe(1);
});

test('keeps the loyalty id where the tenant says it lies', async ({ page }) => {
  await fillSignIn(page, till.practice.emporix().tenant, 'membership.cardNumber');
  await expect(page.getByText('Connected.')).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).press('Escape');
  await expect
    .poll(
      async () => {
        const answer = await till.call('customers.get', { customerUid: 'demo-bjorn-ase' });
        return answer.ok ? answer.customer.loyaltyId : undefined;
      },
      { timeout: 30_000 },
    )
    .toBe('2900000000001');
  await open(page, '2900000000001');
  await expect(page.getByRole('heading', { name: 'Bjørn Åse', level: 1 })).toBeVisible();
  await page.keyboard.press('F4');
  // The service prints nothing; a printer of the shop's own would.
  await expect(page.getByRole('dialog')).toContainText('prints no cards');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'PDF' })).toBeEnabled();
});
