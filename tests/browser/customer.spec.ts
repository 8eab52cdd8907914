import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { complaintsOf } from './look-closely.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 200 });

test.beforeEach(({ page }) => till.open(page));

const search = (page: Page) => page.getByRole('combobox', { name: 'Find a customer' });

async function openByTyping(page: Page, typed: string, name: string): Promise<void> {
  await search(page).fill(typed);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

async function registerAtTill(firstname: string, lastname: string, mobile: string): Promise<string> {
  const answer = await till.call('customers.create', {
    customer: { customerType: 'PERSON', firstname, lastname, mobile, countryCode: 'NO' },
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.customer.customerUid;
}

test('saves the fields that were changed, and no others', async ({ page }) => {
  const customerUid = await registerAtTill('Endre', 'Endring', '41355701');
  await expect.poll(async () => (await till.practice.search('Endre Endring')).length).toBe(1);
  await openByTyping(page, 'endre endring', 'Endre Endring');
  await page.keyboard.press('F3');
  await page.getByLabel('Address', { exact: true }).fill('Nyveien 3');
  await expect(page.getByText('1 field changed')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Saved on this till', { exact: true })).toBeVisible();
  await expect(page.getByRole('article')).toContainText('Nyveien 3');
  const updates = () => till.practice.requests('PUT', `/customers/${customerUid}$`);
  await expect.poll(async () => (await updates()).length).toBe(1);
  const [stored] = await till.practice.search('Endre Endring');
  expect(stored).toMatchObject({ address: 'Nyveien 3', mobile: '+4741355701', lastname: 'Endring' });
});

test('keeps typed changes when another customer is opened in between', async ({ page }) => {
  await registerAtTill('Vera', 'Vent', '41355702');
  await openByTyping(page, 'vera vent', 'Vera Vent');
  await page.keyboard.press('F3');
  await page.getByLabel('City').fill('Bodø');
  await openByTyping(page, 'asse bjorn', 'Bjørn Åse');
  await search(page).fill('vera vent');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('City')).toHaveValue('Bodø');
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await expect(page.getByRole('heading', { name: 'Vera Vent', level: 1 })).toBeVisible();
});

test('shows fields of the service it has never heard of', async ({ page }) => {
  const customerUid = await registerAtTill('Ulla', 'Ukjent', '41355703');
  await till.open(page);
  await page.route('**/api/call/customers.get', async (route) => {
    const response = await route.fetch();
    const answer = (await response.json()) as { customer: object };
    await route.fulfill({
      json: {
        ...answer,
        customer: { ...answer.customer, shoeSize: 44, club: { since: '2019', gold: true } },
      },
    });
  });
  await openByTyping(page, 'ulla ukjent', 'Ulla Ukjent');
  await expect(page.getByRole('article')).toContainText('shoeSize');
  await expect(page.getByRole('article')).toContainText('club.goldYes');
  await expect(page.getByRole('article')).toContainText(customerUid);
});

test('opens a customer found at the service alone, and fetches again what changed there', async ({
  page,
}) => {
  const customerUid = await till.practice.register({ firstname: 'Nina', lastname: 'Nettopp', city: 'Oslo' });
  await search(page).fill('nina nettopp');
  await expect(page.getByRole('option').filter({ hasText: 'Nina Nettopp' })).toHaveCount(0);
  await page.keyboard.press('Alt+s');
  await page.getByRole('option').filter({ hasText: 'Nina Nettopp' }).click();
  await expect(page.getByRole('heading', { name: 'Nina Nettopp', level: 1 })).toBeVisible();
  await expect(page.getByRole('article')).toContainText('Oslo');

  await till.practice.change(customerUid, { customerType: 'PERSON', city: 'Voss' });
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Fetch from the service' }).click();
  await expect(page.getByText('As the service has it now')).toBeVisible();
  await expect(page.getByRole('article')).toContainText('Voss');
});

test('asks for store credit at the moment it is wanted', async ({ page }) => {
  await openByTyping(page, 'asse bjorn', 'Bjørn Åse');
  await page.getByRole('button', { name: 'Ask for store credit' }).click();
  await expect(page.getByText(/redit (approved )?in this store/)).toBeVisible();
});

test('switches the Two Invoice extension on and off at the service', async ({ page }) => {
  const customerUid = await registerAtTill('Tove', 'Tofaktura', '41355709');
  await openByTyping(page, 'tove tofaktura', 'Tove Tofaktura');
  const extension = page.getByRole('switch', { name: 'Two Invoice' });
  for (const [method, on] of [
    ['POST', true],
    ['DELETE', false],
  ] as const) {
    await page.getByRole('article').getByText('Two Invoice', { exact: true }).click();
    await expect(extension).toBeChecked({ checked: on });
    const path = `/customers/${customerUid}/extensions/TWO_INVOICE$`;
    await expect.poll(async () => (await till.practice.requests(method, path)).length).toBe(1);
  }
});

test('merges two records after saying what will happen', async ({ page }) => {
  await registerAtTill('Mette', 'Dobbel', '41355704');
  const goes = await registerAtTill('Mette', 'Dobbel', '41355705');
  await expect.poll(async () => (await till.practice.search('Mette Dobbel')).length).toBe(2);
  await openByTyping(page, 'mette dobbel 41355704', 'Mette Dobbel');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /^Merge/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Which other customer').fill('41355705');
  await dialog
    .getByRole('listitem')
    .getByRole('button', { name: /Mette Dobbel/ })
    .click();
  await expect(dialog).toContainText('+47 413 55 704');
  await expect(dialog).toContainText('+47 413 55 705');
  await expect(dialog).toContainText('This cannot be undone');
  // Field by field: the other's number is the one that is kept.
  await dialog.getByRole('radio', { name: 'Mobile: +47 413 55 705' }).check({ force: true });
  await expect(dialog).toContainText('Mette Dobbel gets from Mette Dobbel: Mobile');
  await dialog.getByRole('button', { name: 'Merge the two' }).click();
  await expect(page.getByText('Merged on this till')).toBeVisible();
  await expect
    .poll(async () => (await till.practice.search('Mette Dobbel')).map(({ mobile }) => mobile))
    .toEqual(['+4741355705']);
  expect((await till.practice.search('Mette Dobbel'))[0]?.customerUid).not.toBe(goes);

  // How both were before can be looked up.
  await page.getByRole('button', { name: 'How both were before' }).click();
  await expect(page.getByRole('dialog').getByRole('row', { name: /Mobile/ })).toContainText('+47 413 55 704');
});

test('deletes after saying what that does', async ({ page }) => {
  await registerAtTill('Slettemarie', 'Borte', '41355706');
  await expect.poll(async () => (await till.practice.search('Slettemarie')).length).toBe(1);
  await openByTyping(page, 'slettemarie borte', 'Slettemarie Borte');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await expect(page.getByRole('dialog')).toContainText('every till');
  await page.getByRole('button', { name: 'Delete this customer' }).click();
  await expect(page.getByText('Deleted on this till')).toBeVisible();
  await search(page).fill('slettemarie borte');
  await expect(page.getByRole('option').filter({ hasText: 'Slettemarie' })).toHaveCount(0);
  await expect.poll(async () => (await till.practice.search('Slettemarie')).length).toBe(0);
});

test('hands out everything that is known of a customer: to read, to print, and as files', async ({
  page,
}) => {
  const complaints = complaintsOf(page);
  await openByTyping(page, 'asse bjorn', 'Bjørn Åse');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /^Everything we know/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Why?').selectOption('An inspection');
  await dialog.getByRole('button', { name: 'Show it' }).click();
  await expect(dialog.getByRole('heading', { name: 'What is stored about Bjørn Åse' })).toBeVisible();
  const noted = await till.call('audit.list', { action: 'customers.export' });
  expect(noted).toMatchObject({ entries: [{ customerUid: expect.any(String), reason: 'inspection' }] });
  await expect(dialog).toContainText('Newsletter by e-mail');
  const save = async (button: string) => {
    const downloading = page.waitForEvent('download');
    await dialog.getByRole('button', { name: button }).click();
    return readFileSync(await (await downloading).path(), 'utf8');
  };
  const data = JSON.parse(await save('Save the data (JSON)')) as { service: { orders: unknown[] } };
  expect(JSON.stringify(data)).toContain('Bjørn');
  expect(data.service.orders).toBeInstanceOf(Array);
  const summary = await save('Save as a page');
  expect(summary).toContain('<html lang="en">');
  expect(summary).toContain('What is stored about Bjørn Åse');
  expect(complaints).toEqual([]);

  // On paper there is the summary alone.
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('combobox')).toBeHidden();
  await expect(page.getByRole('heading', { name: 'What is stored about Bjørn Åse' })).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
});

test('the window stays where it is when the focus reaches a switch far down', async ({ page }) => {
  await page.keyboard.type('kari nordmann');
  await page.getByRole('option').first().click();
  await page.getByRole('switch', { name: /Two Invoice/ }).focus();
  await expect(page.getByText('Two Invoice', { exact: true })).toBeInViewport();
  expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0);
  await expect(page.getByRole('combobox')).toBeInViewport();
});
