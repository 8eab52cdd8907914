import { expect, test, type Page } from '@playwright/test';
import { heapStrings } from './heap-strings.ts';
import { smallTargets, violationsIn } from './look-closely.ts';
import { asAPerson } from './play-keys.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ connected: false });

async function comeIn(page: Page, name: string, pin: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'This till is locked' })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name }).click();
  await page.keyboard.type(pin, asAPerson);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('contentinfo').getByRole('button', { name })).toBeVisible();
}

async function openSettings(page: Page, section: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: section, exact: true }).click();
}

async function openLaila(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Find a customer' }).fill('laila');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Laila Lås', level: 1 })).toBeVisible();
}

test('tells cashiers apart: what each may do, what each was doing, and nothing of anybody while it is locked', async ({
  page,
}) => {
  // The window’s whole memory is looked through.
  test.setTimeout(120_000);
  await till.call('customers.create', {
    customer: { customerType: 'PERSON', firstname: 'Laila', lastname: 'Lås', countryCode: 'NO' },
  });
  await till.open(page);

  await openSettings(page, 'Cashiers and lock');
  await expect(page.getByText('Everybody may do everything here')).toBeVisible();
  await page.getByLabel('Name').fill('Ingrid');
  await page.getByLabel('New PIN').fill('12');
  await expect(page.getByText('4 to 12 digits')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
  await page.getByLabel('New PIN').fill('4711');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Ingrid can unlock the till now')).toBeVisible();
  const another = page.getByRole('form', { name: 'Add somebody' });
  await another.getByLabel('Name').fill('Ola');
  await another.getByLabel('New PIN').fill('0815');
  await another.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Ola' })).toBeVisible();

  // Half done: a customer is open, and another is being registered.
  await page.keyboard.press('Escape');
  await openLaila(page);
  await page.keyboard.press('F2');
  await page.getByLabel('First name').fill('Halvferdig');
  // A lock is no giving up: the core goes on keeping it.
  const givenUp: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/drafts.discard')) givenUp.push(request.postData() ?? '');
  });
  // The search finds a customer’s name in the window’s memory: it would find one that is left.
  expect(await heapStrings(page, 'Laila')).not.toEqual([]);
  await page.getByRole('contentinfo').getByRole('button', { name: 'Ingrid' }).click();
  await expect(page.getByRole('heading', { name: 'This till is locked' })).toBeVisible();
  for (const name of ['Laila', 'Halvferdig']) expect(await page.content()).not.toContain(name);
  await expect.poll(() => heapStrings(page, 'Laila'), { timeout: 20_000 }).toEqual([]);

  expect(givenUp).toEqual([]);

  // A colleague finds nothing of it, and may not do everything.
  await page.getByRole('main').getByRole('button', { name: 'Ola' }).click();
  await page.getByLabel('PIN').fill('0000');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByRole('alert')).toContainText('That PIN is not right.');
  for (const digit of ['0', '8', '1', '5'])
    await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByRole('contentinfo').getByRole('button', { name: 'Ola' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Laila Lås', level: 1 })).toHaveCount(0);
  await page.keyboard.press('F2');
  await expect(page.getByLabel('First name')).toHaveValue('');
  await page.keyboard.press('Escape');
  await openSettings(page, 'Connection');
  await expect(page.getByText('Only a manager may look at this')).toBeVisible();
  await expect(page.getByText('Ingrid', { exact: true })).toBeVisible();
  expect(await violationsIn(page)).toEqual([]);
  await page.keyboard.press('Escape');

  // With a manager’s PIN they may, once.
  await openLaila(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete this customer' }).click();
  const asked = page.getByRole('dialog', { name: 'Only a manager may do this' });
  await expect(asked.getByLabel('PIN')).toBeFocused();
  expect(await violationsIn(page)).toEqual([]);
  expect(await smallTargets(page, 44)).toEqual([]);
  await asked.getByLabel('PIN').fill('1111');
  await page.keyboard.press('Enter');
  await expect(asked.getByRole('alert')).toContainText('That PIN is not right.');
  await asked.getByLabel('PIN').fill('4711');
  await page.keyboard.press('Enter');
  await expect(asked).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Laila Lås', level: 1 })).toHaveCount(0);

  // Whoever comes back goes on where they were.
  await page.keyboard.press('Alt+l');
  await comeIn(page, 'Ingrid', '4711');
  await expect(page.getByLabel('First name')).toHaveValue('Halvferdig');
  expect(await till.call('audit.list', { action: 'session.lend' })).toMatchObject({
    entries: [
      { actor: 'Ingrid', outcome: 'ok' },
      { actor: 'Ingrid', outcome: 'session.wrong-pin' },
    ],
  });

  // After five wrong ones there is a pause, and the lock screen says how long.
  await page.keyboard.press('Alt+l');
  for (let tries = 0; tries < 5; tries += 1) {
    await till.call('session.unlock', { cashier: 'Ola', pin: '9999' });
  }
  await page.getByRole('main').getByRole('button', { name: 'Ola' }).click();
  await page.getByLabel('PIN').fill('0815');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByRole('alert')).toContainText(/Try again in 0:[1-5]\d\./);
});

test('lets a manager see to the cashiers, and everybody to their own PIN', async ({ page }) => {
  await till.call('session.lock', {});
  await till.open(page);
  await comeIn(page, 'Ingrid', '4711');
  await openSettings(page, 'Cashiers and lock');
  const ola = page.getByRole('listitem').filter({ hasText: 'Ola' });
  const ingrid = page.getByRole('listitem').filter({ hasText: 'Ingrid' });
  await ingrid.getByText('Cashier', { exact: true }).click();
  await expect(ingrid.getByRole('alert')).toContainText('Nobody would be left');
  await ola.getByRole('button', { name: 'New PIN for Ola' }).click();
  await page.getByRole('dialog').getByLabel('New PIN').fill('2222');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Ola has a new PIN')).toBeVisible();
  await page.getByLabel('Lock the till when nobody').selectOption('After 10 minutes');
  await expect
    .poll(async () => {
      const answer = await till.call('settings.get', {});
      return answer.ok && answer.settings.lockAfterMinutes;
    })
    .toBe(10);

  await page.keyboard.press('Alt+l');
  await comeIn(page, 'Ola', '2222');
  await openSettings(page, 'Cashiers and lock');
  await expect(page.getByRole('listitem')).toHaveCount(0);
  const own = page.getByRole('form', { name: 'PIN of Ola' });
  await own.getByLabel('PIN you have').fill('2222');
  await own.getByLabel('New PIN').fill('3333');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Ola has a new PIN')).toBeVisible();

  await page.keyboard.press('Alt+l');
  await comeIn(page, 'Ingrid', '4711');
  await openSettings(page, 'Cashiers and lock');
  for (const name of ['Ola', 'Ingrid']) {
    await page.getByRole('button', { name: `Remove ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  }
  await expect(page.getByText('Everybody may do everything here')).toBeVisible();
});
