import { expect, test, type Page } from '@playwright/test';
import { createGate } from './gate.ts';
import { asAPerson } from './play-keys.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile();

test.beforeEach(({ page }) => till.open(page));

const list = (page: Page) => page.getByRole('listbox', { name: 'Customers' });
const hits = (page: Page) => page.getByRole('option');

test('finds "Bjørn Åse" by typing "asse bjorn", with the keyboard alone', async ({ page }) => {
  await page.keyboard.type('asse bjorn');
  const first = hits(page).first();
  await expect(first).toContainText('Bjørn Åse');
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await expect(first).toContainText('similar name');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Bjørn Åse', level: 1 })).toBeVisible();
  // The next customer is typed straight over this one.
  await page.keyboard.type('hansen');
  await expect(page.getByRole('combobox')).toHaveValue('hansen');
});

test('marks what matched and says why, for the last digits of a phone number too', async ({ page }) => {
  await page.keyboard.type('4471');
  const bjorn = hits(page).filter({ hasText: 'Bjørn Åse' });
  await expect(bjorn).toContainText('phone ends 4471');
  await expect(bjorn).toContainText('+47 901 24 471');
  await expect(bjorn.locator('mark')).toHaveText('4 471');
});

test('moves through the list with the arrow keys, Home and End, and clears with Esc', async ({ page }) => {
  const answered = page.waitForResponse((response) => askedFor(response.request().postData(), 'hansen'));
  await page.keyboard.type('hansen', asAPerson);
  await answered;
  await expect(hits(page).nth(2)).toBeVisible();
  const selected = list(page).locator('[aria-selected=true]');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(selected).toHaveAttribute('id', 'customer-option-2');
  await page.keyboard.press('End');
  await expect(selected).toBeInViewport();
  const place = Number(await selected.getAttribute('aria-posinset'));
  expect(place).toBeGreaterThan(10);
  await expect(selected).toHaveAttribute('id', `customer-option-${place - 1}`);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect(selected).toHaveAttribute('id', 'customer-option-0');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox')).toHaveValue('');
});

test('never lets a late answer overwrite a newer one', async ({ page }) => {
  const gate = createGate();
  const firstAnswered = page.waitForResponse((response) => askedFor(response.request().postData(), 'h'));
  await page.route('**/api/call/customers.search', async (route) => {
    if (askedFor(route.request().postData(), 'h')) await gate.opened;
    await route.continue();
  });
  const lastAnswered = page.waitForResponse((response) => askedFor(response.request().postData(), 'hansen'));
  await page.keyboard.type('h');
  await page.keyboard.type('ansen', { delay: 5 });
  await (await lastAnswered).finished();
  await painted(page);
  await expect(hits(page).first()).toContainText('Hansen');
  const before = await list(page).innerText();
  gate.open();
  await (await firstAnswered).finished();
  await painted(page);
  expect(await list(page).innerText()).toBe(before);
});

/** What was answered so far is on the screen. */
async function painted(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
}

/** What the core answers a search that a later key of the same window has overtaken. */
const overtaken = {
  json: { ok: false, error: { code: 'search.overtaken', message: 'A newer search has taken its place.' } },
};

test('says nothing of a search that a later key has overtaken', async ({ page }) => {
  await page.route('**/api/call/customers.search', (route) =>
    askedFor(route.request().postData(), 'hansen') ? route.continue() : route.fulfill(overtaken),
  );
  await page.keyboard.type('hanse');
  await painted(page);
  await expect(page.getByText(overtaken.json.error.message)).toHaveCount(0);
  await page.keyboard.type('n');
  await expect(hits(page).first()).toContainText('Hansen');
  await expect(page.getByText(overtaken.json.error.message)).toHaveCount(0);
});

test('asks again when the last key was overtaken by an earlier one on the way', async ({ page }) => {
  let asked = 0;
  await page.route('**/api/call/customers.search', (route) => {
    if (askedFor(route.request().postData(), 'hansen')) asked += 1;
    return asked === 1 ? route.fulfill(overtaken) : route.continue();
  });
  await page.keyboard.type('hansen', asAPerson);
  await expect.poll(() => asked).toBe(2);
  await expect(hits(page).first()).toContainText('Hansen');
});

test('opens what was typed last, even when Enter comes before the answer', async ({ page }) => {
  await page.keyboard.type('hansen', asAPerson);
  await expect(page.getByRole('combobox')).toHaveValue('hansen');
  await expect(hits(page).first()).toContainText('Hansen');
  const gate = createGate();
  await page.route('**/api/call/customers.search', async (route) => {
    await gate.opened;
    await route.continue();
  });
  await page.getByRole('combobox').fill('asse bjorn');
  await page.keyboard.press('Enter');
  gate.open();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bjørn Åse');
});

test('keeps the list where it is while typing', async ({ page }) => {
  const geometry = () =>
    page.evaluate(() => {
      const row = document.querySelector('[role=option]');
      const scroller = row?.closest('[role=listbox]')?.parentElement;
      return [row, scroller, document.activeElement].map((element) =>
        JSON.stringify(element?.getBoundingClientRect()),
      );
    });
  await page.keyboard.type('h');
  await expect(hits(page).first()).toBeVisible();
  const before = await geometry();
  for (const key of 'ansen o') {
    await page.keyboard.type(key);
    await expect(hits(page).first()).toBeVisible();
    expect(await geometry()).toEqual(before);
  }
});

test('offers to register what nobody was found for, sorted into its fields', async ({ page }) => {
  await page.keyboard.type('Xaviera Quistgaard 41355667 xaq@mail.example');
  await page.getByRole('button', { name: /^Register “Xaviera .*example”/ }).click();
  await expect(page.getByLabel('First name')).toHaveValue('Xaviera');
  await expect(page.getByLabel('Last name')).toHaveValue('Quistgaard');
  await expect(page.getByLabel('Mobile')).toHaveValue(/413\s?55\s?667/);
  await expect(page.getByLabel('E-mail', { exact: true })).toHaveValue('xaq@mail.example');
});

test('asks the service and the registry, and says where a finding comes from', async ({ page }) => {
  await page.keyboard.type('hansen');
  await page.keyboard.press('Alt+s');
  await expect(page.getByRole('heading', { name: /at the service/ })).toBeVisible();
  await expect(hits(page).first()).toContainText('Service');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: /at the service/ })).toBeHidden();
  await page.keyboard.press('Alt+r');
  await expect(page.getByRole('heading', { name: /in the registry/ })).toBeVisible();
  const found = (await hits(page).first().innerText()).split('\n')[0] ?? '';
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'New customer' })).toBeVisible();
  const typed = await page
    .locator('main form input')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value).join(' '));
  for (const word of found.split(' ')) expect(typed).toContain(word);
});

test('brings those behind the first twenty when the end of the list comes into sight', async ({ page }) => {
  const answer = await till.call('customers.search', { query: 'a', limit: 200 });
  const all = answer.ok ? answer.hits.length : 0;
  expect(all).toBeGreaterThan(20);
  await page.keyboard.type('a', asAPerson);
  await expect(page.getByRole('heading', { name: 'The 20 best matches' })).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByRole('heading', { name: `${all} customers` })).toBeVisible();
  await page.keyboard.press('End');
  const last = list(page).locator('[aria-selected=true]');
  await expect(last).toHaveAttribute('aria-posinset', String(all));
  await expect(last).toBeInViewport();
  // What is out of sight is not drawn, and the list is none the shorter for it.
  expect(await hits(page).count()).toBeLessThan(all);
  await page.keyboard.type('n');
  await expect(hits(page).first()).toBeInViewport();
});

test('filters by what the customers of the store have, and says that it does', async ({ page }) => {
  const values = await till.call('customers.filters', {});
  const store = values.ok ? values.stores[0] : undefined;
  await page.keyboard.press('Alt+f');
  await expect(page.getByLabel('Type', { exact: true })).toBeFocused();
  await page.getByLabel('Type', { exact: true }).selectOption('COMPANY');
  await expect(page.getByRole('heading', { name: 'Newest first' })).toBeVisible();
  const types = async () =>
    new Set((await hits(page).locator('.sr-only').allInnerTexts()).filter((words) => words !== ''));
  await expect.poll(types).toEqual(new Set(['Company']));
  await page.getByLabel('Type', { exact: true }).selectOption('');
  await page.getByLabel('Store', { exact: true }).selectOption(store?.storeUid ?? '');
  // Back to the search box; the filter stays, and is seen.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox')).toBeFocused();
  const chip = page.getByRole('button', { name: `Take back the filter “${store?.name}”` });
  await expect(chip).toBeVisible();
  await page.keyboard.type('zzqqyy', asAPerson);
  await page.getByRole('button', { name: 'Search without filters' }).click();
  await expect(chip).toBeHidden();
  await page.getByRole('combobox').fill('');
  await expect(page.getByRole('heading', { name: 'Opened last' })).toBeVisible();
});

test('finds by contact person alone when that is asked for', async ({ page }) => {
  await page.keyboard.press('Alt+f');
  await page.getByText('Only by contact person').click();
  await page.getByRole('combobox', { name: 'Find a customer' }).fill('hansen');
  await expect(page.getByRole('heading', { name: /customer|best/ })).toBeVisible();
  const kinds = await hits(page).locator('.sr-only').allInnerTexts();
  expect(kinds).not.toContain('Person');
});

test('asks the service by itself for somebody this till does not know, and opens them', async ({ page }) => {
  // The till does not hear of her by itself.
  await till.practice.slowDown(10_000);
  await till.practice.register({ firstname: 'Quirina', lastname: 'Zwaanswijk', mobile: '41355668' });
  await page.keyboard.type('quirina zwaanswijk', asAPerson);
  const found = hits(page).filter({ hasText: 'Quirina Zwaanswijk' });
  await expect(found).toContainText('Service');
  await till.practice.behave();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Quirina Zwaanswijk', level: 1 })).toBeVisible();
});

test('asks the registry by itself for a whole number nobody knows', async ({ page }) => {
  const registry = await till.call('customers.searchExternal', { query: 'hansen' });
  const numbers = registry.ok ? registry.items.flatMap(({ mobile }) => mobile || []) : [];
  const unknown: string[] = [];
  for (const number of numbers) {
    const here = await till.call('customers.search', { query: number, exactMatch: true });
    if (here.ok && here.hits.length === 0) unknown.push(number);
  }
  const [number] = unknown;
  expect(number).toBeDefined();
  await page.getByRole('combobox').fill(number ?? '');
  await hits(page).filter({ hasText: 'Add' }).first().click();
  await expect(page.getByLabel('Mobile')).not.toHaveValue('');
});

test('sends what is typed anywhere to the search box, as a scanner does', async ({ page }) => {
  await page.keyboard.type('asse bjorn');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Edit/ }).focus();
  await page.getByRole('combobox').fill('');
  await page.getByRole('button', { name: /^Edit/ }).focus();
  await page.keyboard.type('4471');
  await expect(page.getByRole('combobox')).toHaveValue('4471');
});

function askedFor(body: string | null, query: string): boolean {
  return (JSON.parse(body ?? '{}') as { query?: string }).query === query;
}
