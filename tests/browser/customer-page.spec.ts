import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 120 });

test.beforeEach(({ page }) => till.open(page));

async function open(page: Page, customerUid: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Find a customer' }).fill(customerUid);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

async function register(customerUid: string, lastname: string, more: object = {}): Promise<void> {
  const answer = await till.call('customers.create', {
    customer: { customerUid, customerType: 'PERSON', firstname: 'Siri', lastname, ...more },
  });
  expect(answer.ok).toBe(true);
}

const change = (page: Page, what: string) => page.getByRole('button', { name: `Change: ${what}` });

test('a field is changed where it stands, and one press takes it back', async ({ page }) => {
  await register('p-siri', 'Sted', { mobile: '41355711', city: 'Moss' });
  await open(page, 'p-siri', 'Siri Sted');

  // By keys: Enter saves, and the focus comes back to where it was.
  await change(page, 'Mobile').focus();
  await page.keyboard.press('Enter');
  const mobile = page.getByRole('form', { name: 'Change: Mobile' }).getByLabel('Mobile');
  await expect(mobile).toBeFocused();
  await mobile.fill('4135');
  await page.keyboard.press('Enter');
  await expect(mobile).toHaveAttribute('aria-invalid', 'true');
  await mobile.fill('41355712');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Saved on this till', { exact: true })).toBeVisible();
  await expect(page.getByRole('article')).toContainText('+47 413 55 712');
  await expect(change(page, 'Mobile')).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Taken back: it is as it was before')).toBeVisible();
  await expect(page.getByRole('article')).toContainText('+47 413 55 711');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);

  // Esc puts everything back.
  await change(page, 'Name').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Last name').fill('Annet');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Siri Sted', level: 1 })).toBeVisible();

  // By hand: pressing elsewhere saves.
  await page.getByRole('article').getByText('Moss').click();
  await page.getByLabel('City').fill('Halden');
  await page.getByRole('heading', { name: 'Siri Sted', level: 1 }).click();
  await expect(page.getByRole('article')).toContainText('Halden');
  const stored = async () => (await till.practice.search('Siri Sted'))[0];
  await expect.poll(stored).toMatchObject({ city: 'Halden', mobile: '+4741355711' });
});

test('what was changed elsewhere since is not taken back', async ({ page }) => {
  await register('p-sene', 'Sene', { city: 'Moss' });
  await open(page, 'p-sene', 'Siri Sene');
  await change(page, 'Address').focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('City').fill('Halden');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await till.call('customers.update', { customerUid: 'p-sene', changes: { city: 'Horten' } });
  await expect(page.getByRole('article')).toContainText('Horten');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('It has been changed again since')).toBeVisible();
  await expect(page.getByRole('article')).toContainText('Horten');
});

test('tells in words what this till did, and replaces a lost card by one press', async ({ page }) => {
  await register('p-lise', 'Kort', { loyaltyId: '2900000000117' });
  await open(page, 'p-lise', 'Siri Kort');
  const history = page.locator('section', { has: page.getByRole('heading', { name: 'What this till did' }) });
  await expect(history.getByRole('listitem')).toHaveCount(1);
  await expect(history).toContainText('Registered the customer');

  await page.getByRole('button', { name: 'Lost card: new one' }).click();
  await expect(page.getByText('A new card is being printed')).toBeVisible();
  await expect(history).toContainText('Replaced a lost card');
  await expect(history.getByRole('listitem').first()).toContainText('has arrived');
  await expect(page.getByRole('article')).toContainText('Former cards');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(async () => {
      const answer = await till.call('customers.get', { customerUid: 'p-lise' });
      return answer.ok && answer.customer.loyaltyId;
    })
    .toBe('2900000000117');
  await expect(history).toContainText('Changed the customer: Loyalty id');

  await expect(history).not.toContainText('Opened the customer');
  await history.getByText('Also who opened it').click();
  await expect(history).toContainText('Opened the customer');
});

test('a company gets a department, and belongs to no company it cannot belong to', async ({ page }) => {
  await open(page, 'demo-nordfjord', 'Nordfjord Elektro AS');
  const article = page.getByRole('article');
  await expect(article.getByRole('button', { name: /avd. Måløy/ })).toBeVisible();
  await page.getByRole('button', { name: 'Add a department' }).click();
  await expect(page.getByLabel('Company name')).toHaveValue(/^Nordfjord Elektro AS/);
  await page.getByLabel('Company name').fill('Nordfjord Elektro AS avd. Florø');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: /avd. Florø/, level: 1 })).toBeVisible();
  await article.getByRole('button', { name: 'Nordfjord Elektro AS', exact: true }).first().click();
  await expect(page.getByRole('heading', { name: 'Nordfjord Elektro AS', level: 1 })).toBeVisible();
  await expect(article.getByRole('button', { name: /avd. Florø/ })).toBeVisible();

  // A department is moved by the name of the company, and leaves it by one press.
  await article
    .getByRole('button', { name: /avd. Florø/ })
    .first()
    .click();
  await change(page, 'Belongs to').focus();
  await page.keyboard.press('Enter');
  const field = page.getByRole('combobox', { name: 'Belongs to' });
  await expect(field).toHaveValue('Nordfjord Elektro AS');
  await field.fill('Nordfjord Elektro AS avd. Florø');
  await page
    .getByRole('form', { name: 'Change: Belongs to' })
    .getByRole('option', { name: /avd. Florø/ })
    .click();
  await field.press('Enter');
  await expect(page.getByText('A company cannot belong to itself')).toBeVisible();
  await page.getByRole('button', { name: 'No company' }).click();
  await field.press('Enter');
  await expect(article.getByRole('button', { name: 'Add: Belongs to' })).toBeVisible();
  await expect(article.getByRole('button', { name: 'Add a department' })).toBeVisible();
});

test('a company shows credit, and says who may delete it', async ({ page }) => {
  await open(page, 'demo-every-field', 'Nordfjord Elektro AS avd. Førde');
  const article = page.getByRole('article');
  for (const words of ['Order number required', '250,000.00', '30 days', 'Liv Bråten', 'Hafstadvegen 9'])
    await expect(article).toContainText(words);
  await page.getByRole('button', { name: 'Ask for store credit' }).click();
  await expect(article).toContainText('Credit approved in this store');
  await expect(article).toContainText('206,879.50');

  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await expect(page.getByRole('dialog')).toContainText('TENANT.BACKOFFICE');
  await page.getByRole('button', { name: 'First hand out the data' }).click();
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByRole('heading', { name: /^What is stored about/ }).first()).toBeVisible();
});
