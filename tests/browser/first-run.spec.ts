import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 120, connected: false, firstRun: true });

test.beforeAll(() => till.practice.start());
test.beforeEach(async ({ page }) => {
  await till.open(page);
  await expect(heading(page, 'Language and look')).toBeVisible();
});

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 2 });
const searchBox = (page: Page) => page.getByRole('combobox', { name: 'Find a customer' });
const goOn = (page: Page) => page.getByRole('button', { name: 'Go on' });
const connectButton = (page: Page) => page.getByRole('button', { name: 'Connect', exact: true });

/** Presses Tab until the focus is there, as somebody without a mouse; says how often. */
async function tabTo(page: Page, target: ReturnType<Page['locator']>): Promise<number> {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return presses;
    await page.keyboard.press('Tab');
  }
  throw new Error('The focus does not come there.');
}

test('says what is wrong with a sign-in, where, and what to do, and keeps what was typed', async ({
  page,
}) => {
  const { url, tenant, token } = till.practice.signIn();
  await goOn(page).click();
  const address = page.getByLabel('Address of the service');
  const tenantField = page.getByLabel('Tenant');
  const tokenField = page.getByLabel('Token');
  const alert = page.getByRole('alert');

  await address.fill('shop');
  await address.fill('ftp://shop.example');
  await expect(page.getByText('it begins with https://')).toBeVisible();
  await expect(connectButton(page)).toBeDisabled();

  // As it stands in a document: the address goes on to the tenant.
  await address.fill(`${url}/tenants/${tenant}/customers`);
  await tenantField.focus();
  await expect(address).toHaveValue(url);
  await expect(tenantField).toHaveValue(tenant);

  await tokenField.fill('not-the-token');
  await page.keyboard.press('Enter');
  await expect(alert).toContainText('does not accept this till’s sign-in');
  await expect(alert).toContainText('Copy the token once more');
  await expect(tokenField).toBeFocused();
  await expect(tokenField).toHaveAttribute('aria-invalid', 'true');

  await tokenField.fill('practice-unprivileged-1');
  await page.keyboard.press('Enter');
  await expect(alert).toContainText('permit it to read and change customers');

  await tenantField.fill('nobody');
  await tokenField.fill(token);
  await page.keyboard.press('Enter');
  await expect(alert).toContainText('Compare the tenant letter by letter');
  await expect(tenantField).toBeFocused();

  await tenantField.fill(tenant);
  await address.fill(new URL(url).origin);
  await page.keyboard.press('Enter');
  await expect(alert).toContainText(/no such tenant|Something else answers there/);

  await expect(tokenField).toHaveValue(token);
  const answer = await till.call('connection.get', {});
  expect(answer.ok && answer.connection).toBeNull();
});

test('can be put off, and is over then', async ({ page }) => {
  await page.getByRole('button', { name: 'Set up later' }).click();
  await expect(searchBox(page)).toBeFocused();
  await page.reload();
  await expect(searchBox(page)).toBeFocused();
  await till.call('settings.set', { changes: { setUp: false } });
});

test('leads from the box to the first customer by keyboard alone, in under two minutes', async ({ page }) => {
  const { url, tenant, token } = till.practice.signIn();
  const startedAt = Date.now();
  let keys = 0;
  const press = async (key: string) => {
    keys += 1;
    await page.keyboard.press(key);
  };
  const reach = async (target: ReturnType<Page['locator']>) => {
    keys += await tabTo(page, target);
  };

  // The language first: the whole page speaks it at once.
  await reach(page.getByRole('radio', { name: 'English' }));
  await press('ArrowRight');
  await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  await press('ArrowLeft');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await reach(goOn(page));
  await press('Enter');

  await reach(page.getByLabel('Address of the service'));
  await page.keyboard.insertText(`${url}/tenants/${tenant}`);
  keys += 1;
  await reach(page.getByLabel('Token'));
  // As copied from a mail.
  await page.keyboard.insertText(`"Bearer ${token}"`);
  keys += 1;
  await reach(page.getByRole('switch', { name: 'This is a practice store' }));
  await press(' ');
  await reach(connectButton(page));
  await press('Enter');

  await expect(heading(page, 'Shop and till')).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Practice store' })).toBeVisible();
  await expect(page.getByRole('option', { name: 'Ålesund Moa' })).toBeAttached();
  const shop = page.getByLabel('Shop', { exact: true });
  const shops = await shop.getByRole('option').allTextContents();
  await reach(shop);
  for (let down = shops.indexOf('Ålesund Moa'); down > 0; down -= 1) await press('ArrowDown');
  await reach(page.getByLabel('Till number'));
  await press('3');
  await press('Enter');

  await expect(heading(page, 'Scanner')).toBeVisible();
  await reach(goOn(page));
  await press('Enter');
  await expect(heading(page, 'Card printer')).toBeVisible();
  await reach(page.getByRole('button', { name: 'Begin work' }));
  await press('Enter');

  await expect(searchBox(page)).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Ålesund Moa', level: 1 })).toBeVisible();
  const spentMs = Date.now() - startedAt;
  const answer = await till.call('connection.get', {});
  expect(answer.ok && answer.connection).toMatchObject({ url, tenant, store: 'store-alesund', till: '3' });
  await page.reload();
  await expect(searchBox(page)).toBeFocused();
  process.stdout.write(`${JSON.stringify({ journey: 'first run, by keyboard', keys, spentMs })}\n`);
});
