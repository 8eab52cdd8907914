import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 60 });

test.beforeEach(({ page }) => till.open(page));
test.afterEach(async () => {
  await till.practice.behave();
  const left = await till.call('outbox.list', { states: ['parked'] });
  for (const { mutationId } of left.ok ? left.mutations : []) {
    await till.call('outbox.discard', { mutationId });
  }
});

const statusBar = (page: Page) => page.getByRole('contentinfo');
const change = (page: Page, name: string) => page.getByRole('article', { name });

/** Opens the outbox, and one customer's change in it. */
async function openChange(page: Page, name: string) {
  await page.keyboard.press('F8');
  await page.getByRole('option').filter({ hasText: name }).first().click();
  await expect(change(page, name)).toBeVisible();
  return change(page, name);
}

async function registerAtTill(firstname: string, more: object = {}): Promise<string> {
  const created = await till.call('customers.create', {
    customer: { customerType: 'PERSON', firstname, lastname: 'Parkert', countryCode: 'NO', ...more },
  });
  if (!created.ok) throw new Error(created.error.message);
  return created.customer.customerUid;
}

/** A customer whose deletion at the service makes the next change to them fail there for good. */
async function parkOne(name: string, mobile: string): Promise<void> {
  const customerUid = await registerAtTill(name, { mobile });
  await settled();
  await till.practice.refuseUpdates();
  await till.call('customers.update', { customerUid, changes: { city: 'Bergen' } });
  await till.practice.remove(customerUid);
  await till.practice.behave();
  await till.call('sync.now', {});
}

/** Everything done so far has reached the service. */
async function settled(): Promise<void> {
  await expect
    .poll(async () => {
      const answer = await till.call('sync.status', {});
      return answer.ok && answer.status.pending;
    })
    .toBe(0);
}

test('shows a parked change in words, with what can be done about it', async ({ page }) => {
  await parkOne('Petra', '41355801');
  await expect(statusBar(page)).toContainText('1 needs a look');
  await statusBar(page).getByRole('button', { name: '1 needs a look' }).click();
  // What needs a person is open already.
  const panel = change(page, 'Petra Parkert');
  await expect(panel).toContainText('Change of city');
  await expect(panel).toContainText('Needs you');
  await expect(panel).toContainText('The customer service does not know this customer.');
  await expect(panel).toContainText(/City.*Bergen/);
  await expect(panel).toContainText(/Made by .+, just now/);
  await panel.getByRole('button', { name: 'Customer' }).click();
  await expect(page.getByRole('article')).toContainText('The service has not taken this');
});

test('gives a change up only after showing what is lost, and keeps a copy of it', async ({ page }) => {
  await parkOne('Dina', '41355802');
  const panel = await openChange(page, 'Dina Parkert');
  await panel.getByRole('button', { name: 'Discard this change' }).click();
  const dialog = page.getByRole('dialog', { name: 'Give this change up?' });
  await expect(dialog).toContainText('Dina Parkert');
  await expect(dialog).toContainText(/City.*Bergen/);
  await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(panel).toBeVisible();
  await panel.getByRole('button', { name: 'Discard this change' }).click();
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Discard the change' }).click();
  const copy = readFileSync(await (await downloading).path(), 'utf8');
  expect(JSON.parse(copy)).toMatchObject({ discarded: [{ displayName: 'Dina Parkert' }] });
  expect(copy).toContain('Bergen');
  await expect(page.getByRole('option').filter({ hasText: 'Dina Parkert' })).toHaveCount(0);
});

test('tells what goes with a registration that is given up, and leaves no copy when none is wanted', async ({
  page,
}) => {
  const customerUid = await registerAtTill('Greta', { defaultStoreUid: 'store-nowhere' });
  await expect(statusBar(page)).toContainText('needs a look');
  await till.call('customers.addExtension', { customerUid, extensionCode: 'TWO_INVOICE' });
  const panel = await openChange(page, 'Greta Parkert');
  await panel.getByRole('button', { name: 'Discard this change' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('registered on this till only');
  await expect(dialog.getByRole('listitem')).toHaveText('Two Invoice switched on');
  await dialog.getByRole('switch', { name: 'Keep a copy' }).setChecked(false, { force: true });
  let downloads = 0;
  page.on('download', () => (downloads += 1));
  await dialog.getByRole('button', { name: 'Discard the change' }).click();
  await expect(page.getByText('The change is discarded')).toBeVisible();
  await expect(page.getByRole('option').filter({ hasText: 'Greta' })).toHaveCount(0);
  expect(downloads).toBe(0);
});

test('a refused registration is put right where it stands, and sent again', async ({ page }) => {
  await registerAtTill('Rita', { defaultStoreUid: 'store-nowhere', mobile: '41355803' });
  await expect(statusBar(page)).toContainText('1 needs a look');
  const panel = await openChange(page, 'Rita Parkert');
  await expect(panel).toContainText('The customer service did not accept this.');
  await expect(panel).toContainText('store-nowhere');
  await expect(panel).toContainText('Reference for the service’s support:');
  await panel.getByRole('button', { name: 'Correct and resend' }).click();
  const form = panel.getByRole('form', { name: 'Correct and resend' });
  // The cursor stands where the service's words point.
  await expect(form.getByLabel('Default store (id)')).toBeFocused();
  await expect(form).toContainText('there is no store store-nowhere');
  await form.getByLabel('Mobile').fill('4135');
  await page.keyboard.press('Tab');
  await expect(form).toContainText('Not complete');
  // Looking at something else in between loses nothing.
  await page.keyboard.press('F9');
  await page.keyboard.press('F8');
  await expect(form.getByLabel('Mobile')).toHaveValue('4135');
  await form.getByLabel('Mobile').fill('413 55 804');
  await form.getByLabel('Default store (id)').fill('store-alesund');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Corrected, and on its way again')).toBeVisible();
  await expect
    .poll(async () => (await till.practice.search('Rita Parkert'))[0]?.['mobile'])
    .toBe('+4741355804');
  await expect(statusBar(page)).not.toContainText('needs a look');
});

test('a print whose fate is unknown asks whether the card came out, and prints nothing twice', async ({
  page,
}) => {
  await settled();
  const before = await till.practice.printJobCount();
  await till.practice.fault('reset-after', { method: 'POST', path: '/print$' });
  await till.call('cards.print', { customerUid: 'demo-bjorn-ase' });
  await expect(statusBar(page)).toContainText('1 needs a look');
  const panel = await openChange(page, 'Bjørn Åse');
  await expect(panel).toContainText('Printing of the card');
  await expect(panel).toContainText('look whether the card came out');
  await till.practice.behave();
  await till.call('sync.now', {});
  await settled();
  expect(await till.practice.printJobCount()).toBe(before + 1);
  await panel.getByRole('button', { name: 'It came out' }).click();
  await expect(page.getByText('Noted: the card came out')).toBeVisible();
  await expect(statusBar(page)).not.toContainText('needs a look');
  expect(await till.practice.printJobCount()).toBe(before + 1);
});

test('says why something waits and for whom, and shows one state alone', async ({ page }) => {
  await registerAtTill('Avvist', { defaultStoreUid: 'store-nowhere' });
  await expect(statusBar(page)).toContainText('1 needs a look');
  await till.practice.stop();
  const customerUid = await registerAtTill('Vente', { mobile: '41355806' });
  await till.call('sync.now', {});
  await expect(statusBar(page)).toContainText('Offline');
  await till.call('customers.addExtension', { customerUid, extensionCode: 'TWO_INVOICE' });

  await page.keyboard.press('F8');
  const filter = page.getByRole('radiogroup', { name: 'Show' });
  await filter.getByText('Waiting').click();
  await expect(page.getByRole('option')).toHaveCount(2);
  await page.getByRole('option').filter({ hasText: 'Registration' }).click();
  const panel = change(page, 'Vente Parkert');
  await expect(panel).toContainText('The customer service does not answer');
  await page.getByRole('option').filter({ hasText: 'Two Invoice switched on' }).click();
  await expect(panel).toContainText('An earlier change of the same customer goes first');
  await panel.getByRole('button', { name: 'Show it' }).click();
  await expect(panel).toContainText('The customer service does not answer');
  await filter.getByText('Needs you').click();
  await expect(page.getByRole('option')).toHaveText(/Avvist Parkert/);

  await till.practice.start();
  await till.call('sync.now', {});
  await expect.poll(async () => (await till.practice.search('Vente Parkert')).length).toBe(1);
});

test('a registration goes without what the service refuses in it', async ({ page }) => {
  const consents = [{ consentUid: 'no-such-consent', status: true, source: 'POS' }];
  await registerAtTill('Cornelia', { mobile: '41355808', defaultStoreUid: 'no-such-store', consents });
  const article = await openChange(page, 'Cornelia Parkert');
  await article.getByRole('button', { name: 'Correct and resend' }).click();
  await article.getByLabel('Default store').fill('');
  await article.getByRole('button', { name: 'Save and send again' }).click();
  await expect(article).toContainText('there is no consent no-such-consent');
  await article.getByRole('button', { name: 'Correct and resend' }).click();
  await expect(article.getByText('no-such-consent: given')).toBeVisible();
  await article
    .getByRole('switch', { name: /^Send the answers about consents/ })
    .setChecked(false, { force: true });
  await article.getByRole('button', { name: 'Save and send again' }).click();
  await expect.poll(() => till.practice.search('Cornelia Parkert')).toHaveLength(1);
});
