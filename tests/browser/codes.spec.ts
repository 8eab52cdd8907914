import { expect, test, type Locator, type Page } from '@playwright/test';
import { plainScanner, scanEvents } from '../shared/scanning/type-like-scanner.ts';
import { seeded } from '../shared/scanning/seeded.ts';
import { lookClosely } from './look-closely.ts';
import { asAPerson, playKeys } from './play-keys.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile();
const random = seeded(11);

test.beforeEach(({ page }) => till.open(page));

let made = 0;

/** A new customer of this till, with a card of their own when `loyaltyId` says so. */
async function register(lastname: string, loyaltyId?: string) {
  made += 1;
  const customerUid = `codes-${made}`;
  const answer = await till.call('customers.create', {
    customer: {
      customerUid,
      customerType: 'PERSON',
      firstname: 'Scan',
      lastname,
      countryCode: 'NO',
      ...(loyaltyId && { loyaltyId }),
    },
  });
  if (!answer.ok) throw new Error(answer.error.message);
  return { customerUid, name: `Scan ${lastname}`, loyaltyId: answer.customer.loyaltyId ?? '' };
}

/** As a person who has read the dialog: a key right behind a scan is taken for its end. */
const pressEnterUntil = (page: Page, there: Locator) =>
  expect(async () => {
    await page.keyboard.press('Enter');
    await expect(there).toBeVisible({ timeout: 1000 });
  }).toPass();

const freshCode = () => `29${String(Math.floor(random() * 1e14)).padStart(14, '0')}`;
const scan = (page: Page, code: string) =>
  playKeys(page, scanEvents(code, { ...plainScanner, keyMs: 5 }, random));
const opened = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const form = (page: Page) => page.getByRole('form', { name: 'New customer' });
const grouped = (code: string) => code.replaceAll(/\d{4}(?=\d)/g, '$& ');
const meaningOf = async (code: string) => {
  const answer = await till.call('codes.find', { code });
  return answer.ok ? answer.outcome : answer.error.code;
};

test('opens the customer of a scanned card at once, from any page', async ({ page }) => {
  const kari = await register('Kortsen');
  await scan(page, kari.loyaltyId);
  await expect(opened(page, kari.name)).toBeVisible();
  for (const key of ['F9', 'F8', 'F7']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('navigation')).toBeVisible();
    await scan(page, kari.loyaltyId);
    await expect(opened(page, kari.name)).toBeVisible();
  }
});

test('attaches an unknown card to a customer, by keyboard alone; the old card says so from then on', async ({
  page,
}) => {
  const nils = await register('Nyttkort');
  const code = freshCode();
  await scan(page, code);
  await expect(dialog(page, 'No customer has this code')).toContainText(grouped(code));
  await page.keyboard.type('scan nyttkort', asAPerson);
  await expect(page.getByRole('option', { selected: true })).toContainText(nils.name);
  await page.keyboard.press('Enter');
  const confirm = dialog(page, `Attach the card to ${nils.name}?`);
  await expect(confirm).toContainText(`The card ${grouped(nils.loyaltyId)} stops being valid`);
  await page.keyboard.press('Enter');
  await expect(page.getByText(`The card is attached to ${nils.name}`)).toBeVisible();
  await expect(opened(page, nils.name)).toBeVisible();
  await expect(page.getByRole('article')).toContainText(grouped(code));

  const former = page.getByRole('heading', { name: 'Former cards' }).locator('..');
  await expect(former).toContainText(grouped(nils.loyaltyId));
  await expect(former).toContainText('replaced by this till');

  await page.keyboard.press('Escape');
  await scan(page, nils.loyaltyId);
  const replaced = dialog(page, 'This card was replaced');
  await expect(replaced).toContainText(`It was the card of ${nils.name}`);
  await expect(replaced).toContainText(grouped(code));
  await pressEnterUntil(page, opened(page, nils.name));
  // The service has the new code, too.
  await expect
    .poll(async () => (await till.practice.search(nils.name)).map(({ loyaltyId }) => loyaltyId))
    .toEqual([code]);
});

test('suggests the customer on the screen, and attaches by touch', async ({ page }) => {
  const aud = await register('Augestad');
  await scan(page, aud.loyaltyId);
  await expect(opened(page, aud.name)).toBeVisible();
  const code = freshCode();
  await scan(page, code);
  const first = page.getByRole('dialog').getByRole('option').first();
  await expect(first).toContainText(aud.name);
  await first.click();
  await page.getByRole('button', { name: 'Choose another' }).click();
  await first.click();
  await page.getByRole('button', { name: 'Replace the card' }).click();
  await expect(page.getByRole('article')).toContainText(grouped(code));
  expect(await meaningOf(code)).toBe('customer');
});

test('registers with the code kept, and prints it on the card', async ({ page }) => {
  const code = freshCode();
  await scan(page, code);
  await expect(dialog(page, 'No customer has this code')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(form(page)).toContainText(grouped(code));
  await page.keyboard.type('Kode', asAPerson);
  await page.getByLabel('Last name').fill('Beholdt');
  await page.getByRole('switch', { name: 'Print the card' }).setChecked(true, { force: true });
  await page.keyboard.press('Control+Enter');
  await expect(opened(page, 'Kode Beholdt')).toBeVisible();
  await expect(page.getByRole('article')).toContainText(grouped(code));
  await expect
    .poll(async () => {
      const printed = await till.call('cards.jobs', { limit: 1 });
      return printed.ok ? printed.jobs[0]?.loyaltyId : printed.error.code;
    })
    .toBe(code);
});

test('starts over when another card is scanned while the dialog is open', async ({ page }) => {
  const eli = await register('Engang');
  const [one, other] = [freshCode(), freshCode()];
  await scan(page, one);
  await expect(dialog(page, 'No customer has this code')).toContainText(grouped(one));
  await page.keyboard.type('somebody', asAPerson);
  await scan(page, other);
  await expect(dialog(page, 'No customer has this code')).toContainText(grouped(other));
  await expect(page.getByRole('dialog').getByRole('combobox')).toHaveValue('');
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await scan(page, eli.loyaltyId);
  await expect(opened(page, eli.name)).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('puts an unknown card into the registration under way, and says of a known one whose it is', async ({
  page,
}) => {
  const per = await register('Pårørt');
  await page.keyboard.press('F2');
  await page.getByLabel('First name').fill('Midt');
  await page.getByLabel('Last name').fill('Iskjema');
  const code = freshCode();
  await scan(page, code);
  await expect(form(page)).toContainText(grouped(code));
  await expect(page.getByText(`${grouped(code)} is the new customer’s card`)).toBeVisible();

  await scan(page, per.loyaltyId);
  const known = dialog(page, `This is the card of ${per.name}`);
  await expect(known).toContainText('The registration on the screen is kept');
  await page.keyboard.press('Escape');
  await expect(form(page)).toContainText(grouped(code));
  await expect(page.getByLabel('First name')).toHaveValue('Midt');

  await scan(page, per.loyaltyId);
  await pressEnterUntil(page, opened(page, per.name));
  await page.keyboard.press('F2');
  await expect(page.getByLabel('Last name')).toHaveValue('Iskjema');
  await expect(form(page)).toContainText(grouped(code));
  // Given back before it is saved: the till makes a number of its own.
  await form(page).getByRole('button', { name: 'Without this card' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(opened(page, 'Midt Iskjema')).toBeVisible();
  expect(await meaningOf(code)).toBe('unknown');
});

test('asks before it leaves unsaved changes, and keeps them', async ({ page }) => {
  const [one, two] = [await register('Endring'), await register('Annen')];
  await scan(page, one.loyaltyId);
  await expect(opened(page, one.name)).toBeVisible();
  await page.keyboard.press('F3');
  await page.getByRole('textbox', { name: 'Address', exact: true }).fill('Uendelig vei 8');
  await scan(page, two.loyaltyId);
  const known = dialog(page, `This is the card of ${two.name}`);
  await expect(known).toContainText('What was typed for the customer on the screen is kept');
  await known.getByRole('button', { name: 'Open the customer' }).click();
  await expect(opened(page, two.name)).toBeVisible();
  await scan(page, one.loyaltyId);
  await expect(page.getByRole('textbox', { name: 'Address', exact: true })).toHaveValue('Uendelig vei 8');
});

test('does nothing behind an open dialog without asking', async ({ page }) => {
  const [one, two] = [await register('Slettes'), await register('Blir')];
  await scan(page, one.loyaltyId);
  await expect(opened(page, one.name)).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await scan(page, two.loyaltyId);
  await expect(page.getByRole('dialog')).toHaveCount(2);
  await pressEnterUntil(page, opened(page, two.name));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await meaningOf(one.loyaltyId)).toBe('customer');
});

test('gives a replaced card to somebody else only on purpose', async ({ page }) => {
  const [one, two] = [await register('Mistet'), await register('Fant')];
  await till.call('codes.attach', { customerUid: one.customerUid, code: freshCode() });
  await scan(page, one.loyaltyId);
  await dialog(page, 'This card was replaced')
    .getByRole('button', { name: 'Give it to somebody else' })
    .click();
  await expect(dialog(page, 'Whose is this card to be?')).toContainText(`It was the card of ${one.name}.`);
  await page.keyboard.type('scan fant', asAPerson);
  await expect(page.getByRole('option', { selected: true })).toContainText(two.name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(`from now on it opens ${two.name}`);
  await pressEnterUntil(page, opened(page, two.name));
  await scan(page, one.loyaltyId);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(opened(page, two.name)).toBeVisible();
});

test('finds out that a card is of a customer who was registered elsewhere a moment ago', async ({ page }) => {
  const code = freshCode();
  await till.practice.register({ firstname: 'Nettopp', lastname: 'Annensteds', loyaltyId: code });
  await scan(page, code);
  const known = page.getByText('It is the card of Nettopp Annensteds');
  await expect(known.or(opened(page, 'Nettopp Annensteds'))).toBeVisible({ timeout: 15_000 });
  if (await known.isVisible()) await page.getByRole('button', { name: 'Open the customer' }).click();
  await expect(opened(page, 'Nettopp Annensteds')).toBeVisible();
});

test('says in words why a code cannot be a card', async ({ page }) => {
  await scan(page, 'https://shop.example/members/join-now');
  await expect(dialog(page, 'No customer has this code')).toContainText(
    'it is not clear which part of it is the number',
  );
  await expect(page.getByRole('dialog').getByRole('option')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // The article on the counter instead of the card.
  await scan(page, '7038010009457');
  await expect(page.getByRole('dialog')).toContainText('This may be an article, not a card');
});

test('takes a number that is typed off a card as what it is', async ({ page }) => {
  const ove = await register('Avskrift');
  await till.call('codes.attach', { customerUid: ove.customerUid, code: freshCode() });
  await page.getByRole('combobox').fill(grouped(ove.loyaltyId));
  await page.keyboard.press('Enter');
  await expect(dialog(page, 'This card was replaced')).toContainText(ove.name);
});

test('holds at any size, in both themes, for everybody', async ({ page }) => {
  const ine = await register('Innsyn');
  await till.call('codes.attach', { customerUid: ine.customerUid, code: freshCode() });
  await lookClosely(page, async () => {
    await scan(page, ine.loyaltyId);
    await expect(dialog(page, 'This card was replaced')).toBeVisible();
  });
  await pressEnterUntil(page, opened(page, ine.name));
  const owner = page.getByRole('dialog').getByRole('option').first();
  await lookClosely(page, async () => {
    await scan(page, freshCode());
    await expect(owner).toBeVisible();
  });
  await lookClosely(page, async () => {
    await owner.click();
    await expect(dialog(page, /^Attach the card to/)).toBeVisible();
  });
});
