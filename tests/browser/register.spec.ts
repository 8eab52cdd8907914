import { expect, test, type Page } from '@playwright/test';
import { asAPerson } from './play-keys.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile();

test.beforeEach(({ page }) => till.open(page));

const form = (page: Page) => page.getByRole('form', { name: 'New customer' });
const statusBar = (page: Page) => page.getByRole('contentinfo');

/** How often the till asked the service to make a customer. */
async function createCount(): Promise<number> {
  return (await till.practice.requests('POST', '/customers$')).length;
}

test('registers in two keys beyond the typing; the service gets the customer once', async ({ page }) => {
  await page.keyboard.type('Zelda Quickly 41355601 zelda@quickly.example');
  await page.keyboard.press('F2');
  await expect(form(page)).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Saved on this till', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Zelda Quickly', level: 1 })).toBeVisible();
  await expect.poll(async () => (await till.practice.search('Zelda Quickly')).length).toBe(1);
  const [created] = await till.practice.search('Zelda Quickly');
  expect(created).toMatchObject({ mobile: '+4741355601', email: 'zelda@quickly.example', countryCode: 'NO' });
});

test('registers without the service; it gets the customer exactly once when it is back', async ({ page }) => {
  await till.practice.stop();
  await page.keyboard.type('Nora Nettlos 41355602', asAPerson);
  await page.keyboard.press('F2');
  await form(page)
    .getByRole('button', { name: /^Register/ })
    .click();
  await expect(page.getByText('Saved on this till', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Nora Nettlos', level: 1 })).toBeVisible();
  await expect(page.getByRole('article').getByText('On its way', { exact: true })).toBeVisible();
  await expect(statusBar(page)).toContainText('1 on its way');
  await expect(statusBar(page)).toContainText('Offline');

  await till.practice.start();
  await till.call('sync.now', {});
  await expect(statusBar(page)).toContainText('Online');
  await expect(statusBar(page)).not.toContainText('on its way');
  await expect(page.getByRole('article').getByText('On its way', { exact: true })).toBeHidden();
  expect(await till.practice.search('Nora Nettlos')).toHaveLength(1);
});

test('makes one customer of a double Enter and of a double click', async ({ page }) => {
  const before = await createCount();
  await page.keyboard.type('Dorte Dobbelt 41355603', asAPerson);
  await page.keyboard.press('F2');
  await expect(form(page)).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Dorte Dobbelt', level: 1 })).toBeVisible();

  await page.getByRole('combobox').fill('Klara Klikk 41355604');
  await page.keyboard.press('F2');
  await form(page)
    .getByRole('button', { name: /^Register/ })
    .dblclick();
  await expect(page.getByRole('heading', { name: 'Klara Klikk', level: 1 })).toBeVisible();

  await expect.poll(async () => (await till.practice.search('Klara Klikk')).length).toBe(1);
  expect(await till.practice.search('Dorte Dobbelt')).toHaveLength(1);
  expect(await createCount()).toBe(before + 2);
});

test('keeps everything typed when saving fails, and saves the same customer later', async ({ page }) => {
  await page.keyboard.type('Frida Fyllt 41355605', asAPerson);
  await page.keyboard.press('F2');
  await page.getByLabel('Address').fill('Diskveien 12');
  const full = { ok: false, error: { code: 'disk.full', message: 'The disk is full. Nothing was saved.' } };
  await page.route('**/api/call/customers.create', (route) => route.fulfill({ json: full }));
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('The disk is full. Nothing was saved.');
  await expect(page.getByLabel('Address')).toHaveValue('Diskveien 12');

  // The answer gets lost after the customer was saved: saving again finds the very same one.
  await page.unroute('**/api/call/customers.create');
  await page.route('**/api/call/customers.create', async (route) => {
    await route.fetch();
    await route.fulfill({ json: full });
  });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('The disk is full');
  await page.unroute('**/api/call/customers.create');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Frida Fyllt', level: 1 })).toBeVisible();
  await expect.poll(async () => (await till.practice.search('Frida Fyllt')).length).toBe(1);
});

test('shows who may be the same customer while typing, and opens them with one key', async ({ page }) => {
  await page.keyboard.press('F2');
  await page.getByLabel('First name').fill('Bjorn');
  await page.getByLabel('Last name').fill('Aase');
  await page.getByLabel('Mobile').fill('901 24 471');
  const duplicate = page.getByRole('region', { name: 'Is it' }).getByRole('button').first();
  await expect(duplicate).toContainText('Bjørn Åse');
  await expect(duplicate).toContainText('same phone');
  await expect(duplicate).toContainText(/\d+ % alike/);
  await page.keyboard.press('Alt+o');
  await expect(page.getByRole('heading', { name: 'Bjørn Åse', level: 1 })).toBeVisible();
});

test('scolds nobody who is still typing, and fills in what it knows', async ({ page }) => {
  await page.keyboard.press('F2');
  const email = page.getByLabel('E-mail', { exact: true });
  const checked = page.waitForResponse('**/api/call/customers.check');
  // A person holds each key for a while; a scanner does not.
  await email.pressSequentially('kari@', asAPerson);
  await checked;
  await expect(email).not.toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Mobile').fill('41355606');
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('Not complete: name@example.com')).toBeVisible();
  await expect(page.getByText('Saved as +47 413 55 606')).toBeVisible();

  // Places the till knows from its own customers.
  await page.getByLabel('Postal code').fill('6002');
  await expect(page.getByLabel('City')).toHaveValue('Ålesund');
  const found = await till.call('customers.search', { query: 'oslo' });
  const inOslo = found.ok
    ? found.hits.find(({ city, postalCode }) => city === 'Oslo' && postalCode)
    : undefined;
  await page.getByLabel('Postal code').fill(inOslo?.postalCode ?? '');
  await expect(page.getByLabel('City')).toHaveValue('Oslo');
  // What a person typed is theirs.
  await page.getByLabel('City').fill('Sandviken');
  const rechecked = page.waitForResponse('**/api/call/customers.check');
  await page.getByLabel('Postal code').fill('6002');
  await rechecked;
  await expect(page.getByLabel('City')).toHaveValue('Sandviken');

  await page.keyboard.press('Control+Enter');
  await expect(page.getByLabel('First name')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('First name')).toBeFocused();
});

test('keeps an unfinished registration when the cashier looks somebody up in between', async ({ page }) => {
  await page.keyboard.press('F2');
  await page.getByLabel('First name').fill('Halv');
  await page.keyboard.press('Escape');
  await page.keyboard.type('asse bjorn');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Bjørn Åse', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Continue/ })).toBeVisible();
  await page.keyboard.press('F2');
  await expect(page.getByLabel('First name')).toHaveValue('Halv');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.keyboard.press('F2');
  await expect(page.getByLabel('First name')).toHaveValue('');
});

test('registers a company by what a company has', async ({ page }) => {
  await page.keyboard.type('Tindvik Fiskeri AS 974760673', asAPerson);
  await page.keyboard.press('F2');
  await expect(page.getByRole('radio', { name: 'Company' })).toBeChecked();
  await expect(page.getByLabel('Company name')).toHaveValue('Tindvik Fiskeri AS');
  await expect(page.getByLabel('Organisation no.')).toHaveValue(/974\s?760\s?673/);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Tindvik Fiskeri AS', level: 1 })).toBeVisible();
  await expect.poll(async () => (await till.practice.search('Tindvik Fiskeri')).length).toBe(1);
});

test('survives a fault in the interface with everything typed', async ({ page }) => {
  await page.keyboard.press('F2');
  await page.getByLabel('First name').fill('Robust');
  await page.keyboard.press('Escape');
  // A record no view was made for.
  await page.route('**/api/call/customers.get', async (route) => {
    const answer = (await (await route.fetch()).json()) as { customer: object };
    await route.fulfill({ json: { ...answer, customer: { ...answer.customer, consents: 'none' } } });
  });
  await page.keyboard.type('asse bjorn');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Something in this window went wrong' })).toBeVisible();
  await page.getByRole('button', { name: 'Back to the search' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('First name')).toHaveValue('Robust');
});

test('gives what was typed like a machine to the field it was typed in, wherever the focus has gone', async ({
  page,
}) => {
  await page.keyboard.press('F2');
  const email = page.getByLabel('E-mail', { exact: true });
  await email.pressSequentially('kari@quick.example');
  await page.getByLabel('Postal code').fill('6002');
  await expect(email).toHaveValue('kari@quick.example');
  await expect(page.getByLabel('Postal code')).toHaveValue('6002');
  await expect(page.getByLabel('Postal code')).toBeFocused();
});

test('fills a company from the registry by one key, and keeps what the cashier typed', async ({ page }) => {
  const answer = await till.call('customers.searchExternal', { query: 'AS' });
  const companies = answer.ok
    ? answer.items.filter(({ customerType, vatNumber }) => customerType !== 'PERSON' && vatNumber)
    : [];
  const [company] = companies;
  if (!company?.vatNumber || !company.companyName) throw new Error('The registry has no company.');
  await page.keyboard.press('F2');
  await page.getByText('Company', { exact: true }).click();
  await page.getByLabel('Organisation no.').fill(company.vatNumber);
  await page.getByLabel('Mobile').fill('41355688');
  await page.keyboard.press('Alt+r');
  await expect(page.getByLabel('Company name')).toHaveValue(company.companyName);
  await expect(page.getByText('Filled from the registry.')).toBeVisible();
  await expect(page.getByLabel('Mobile')).toHaveValue('41355688');
  await expect(page.getByLabel('City')).toHaveValue(company.city ?? '');
  await page.getByLabel('Organisation no.').fill('999999999');
  await page.keyboard.press('Alt+r');
  await expect(page.getByText('The registry has no such company.')).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('records the wording of a consent, when it was asked, and by whom', async ({ page }) => {
  const consents = [{ consentUid: 'consent-email', name: 'News', wording: 'May we write to you?' }];
  expect(await till.call('settings.set', { changes: { consents } })).toMatchObject({ ok: true });
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: 'Consents', exact: true }).click();
  await page.getByRole('button', { name: 'Change the wording of News' }).click();
  await page.getByLabel('News', { exact: true }).fill('May we write to you once a month?');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Version 2 ·')).toBeVisible();

  await page.keyboard.press('Escape');
  await page.keyboard.type('Signe Samtykke 41355689', asAPerson);
  await page.keyboard.press('F2');
  await expect(form(page)).toContainText('May we write to you once a month?');
  await form(page).getByText('News', { exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Signe Samtykke', level: 1 })).toBeVisible();
  await expect.poll(async () => (await till.practice.search('Signe Samtykke')).length).toBe(1);
  const [created] = await till.practice.search('Signe Samtykke');
  expect(created?.['consents']).toMatchObject([
    { status: true, source: expect.stringMatching(/^till · wording 2 · \d{4}-\d\d-\d\dT[\d:.]+Z · till$/) },
  ]);
});
