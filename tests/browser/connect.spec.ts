import { expect, test, type Page } from '@playwright/test';
import { asAPerson } from './play-keys.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 600, connected: false });

test.beforeAll(() => till.practice.start());
test.beforeEach(({ page }) => till.open(page));

const statusBar = (page: Page) => page.getByRole('contentinfo');

async function nameService(page: Page): Promise<void> {
  const { url, tenant } = till.practice.signIn();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Connection' }).click();
  await page.getByLabel('Address of the service').fill(url);
  await page.getByLabel('Tenant').fill(tenant);
}

async function connect(page: Page, token: string): Promise<void> {
  await nameService(page);
  await page.getByLabel('Token', { exact: false }).last().fill(token);
  await page.getByRole('switch', { name: 'This is a practice store' }).setChecked(true, { force: true });
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
}

test('says at once that the service does not accept the sign-in, and keeps what was typed', async ({
  page,
}) => {
  await connect(page, 'not-the-token');
  await expect(page.getByRole('alert')).toContainText('does not accept this till’s token');
  await expect(page.getByLabel('Tenant')).toHaveValue(till.practice.signIn().tenant);
  await expect(statusBar(page)).toContainText('Not connected');
});

test('loads the base behind a progress bar that never blocks the cashier', async ({ page }) => {
  await till.practice.slowDown(6000);
  await connect(page, till.practice.signIn().token);
  // Slower than whoever connects a till waits.
  await expect(page.getByRole('alert')).toContainText('could not be tried yet', { timeout: 15_000 });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('progressbar', { name: 'Loading customers' })).toBeVisible();

  await page.keyboard.type('Lasse Lastetid 41355901', asAPerson);
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Lasse Lastetid', level: 1 })).toBeVisible();
  await page.keyboard.type('lasse last');
  await expect(page.getByRole('option').first()).toContainText('Lasse Lastetid');
  await expect(page.getByRole('progressbar', { name: 'Loading customers' })).toBeVisible();

  await till.practice.behave();
  await expect(statusBar(page)).toContainText(/601 of 601 · just now/, { timeout: 30_000 });
  await expect(page.getByRole('progressbar')).toBeHidden();
  expect(await till.practice.search('Lasse Lastetid')).toHaveLength(1);
});

test('says what to do when the service does not accept the sign-in any more', async ({ page }) => {
  await till.practice.fault('401', { method: 'GET', path: '/customers$' });
  await statusBar(page).getByRole('button', { name: 'Online' }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(statusBar(page)).toContainText('Needs you');
  await expect(page.getByRole('alert')).toContainText('does not accept this till’s sign-in');
  await page.getByRole('button', { name: 'Change the sign-in' }).click();
  await expect(page.getByRole('heading', { name: 'Connection' })).toBeVisible();
  await till.practice.behave();
});

test('is set up while the service is away, and says that the sign-in was not tried', async ({ page }) => {
  await till.practice.stop();
  await connect(page, till.practice.signIn().token);
  await expect(page.getByRole('alert')).toContainText('The sign-in could not be tried yet');
  await till.practice.start();
  await statusBar(page).getByRole('button', { name: 'Offline' }).click();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(statusBar(page)).toContainText('Online');
});

test('connects as a registered till, with a code in the place of a token', async ({ page }) => {
  const { signInUrl, devices } = till.practice.device();
  await nameService(page);
  await page
    .getByRole('switch', { name: 'This till registers at the service' })
    .setChecked(true, { force: true });
  await page.getByLabel('Address to register and sign in at').fill(signInUrl);
  await page.getByLabel('Registration code').fill('a code of nobody');
  await page.getByLabel('User', { exact: false }).fill(devices.users.manager.user);
  await page.getByLabel('Password', { exact: false }).fill(devices.users.manager.password);
  const connectNow = page.getByRole('button', { name: 'Connect', exact: true });
  await connectNow.click();
  await expect(page.getByRole('alert')).toContainText('does not register this till');
  await page.getByLabel('Registration code').fill(devices.registrationCode);
  await connectNow.click();
  await expect(page.getByText('Connected. Customers are on their way.')).toBeVisible();
  await expect(statusBar(page)).toContainText('Online');
});
