import { expect, test, type Page } from '@playwright/test';
import { heapStrings } from './heap-strings.ts';
import { violationsIn } from './look-closely.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ connected: false });

/** What the core keeps of forms, newest first, as it was typed. */
async function typedValues(): Promise<Readonly<Record<string, string>>[]> {
  const answer = await till.call('drafts.list', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.drafts.map(({ draft }) => draft.values);
}

async function registerPerson(customerUid: string, firstname: string, lastname: string): Promise<void> {
  const customer = { customerUid, customerType: 'PERSON', firstname, lastname, countryCode: 'NO' } as const;
  expect(await till.call('customers.create', { customer })).toMatchObject({ ok: true });
}

/** Opens a customer in the form of all fields. */
async function startChanging(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Find a customer' }).fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name, level: 1 }).waitFor();
  await page.keyboard.press('F3');
}

/** What the window has told last of whether something is typed and not saved: an update waits for that. */
function unsavedIn(page: Page): () => boolean | null {
  let unsaved: boolean | null = null;
  page.on('request', (request) => {
    if (request.url().endsWith('/updates.note')) ({ unsaved } = request.postDataJSON());
  });
  return () => unsaved;
}

/** The window is gone, as after a crash: nobody asks whether to leave. */
async function openAnew(page: Page): Promise<Page> {
  const next = await page.context().newPage();
  await page.close();
  await till.open(next);
  return next;
}

test('gives back what was being typed when the window went away', async ({ page }) => {
  await registerPerson('c-laila', 'Laila', 'Lås');
  await till.open(page);
  await page.keyboard.press('F2');
  await page.getByLabel('First name').fill('Synne');
  await page.getByLabel('Mobile').fill('413 55 99');
  await expect.poll(typedValues).toMatchObject([{ firstname: 'Synne', mobile: '413 55 99' }]);

  let next = await openAnew(page);
  const offer = next.getByRole('alert').filter({ hasText: 'You were registering Synne' });
  await expect(offer).toBeVisible();
  expect(await violationsIn(next)).toEqual([]);
  await offer.getByRole('button', { name: 'Go on' }).click();
  await expect(next.getByLabel('Mobile')).toHaveValue('413 55 99');
  await expect(offer).toBeHidden();
  await next.getByLabel('Last name').fill('Solberg');
  await next.getByLabel('Mobile').fill('41355991');
  await next.keyboard.press('Control+Enter');
  await expect(next.getByRole('heading', { name: 'Synne Solberg', level: 1 })).toBeVisible();
  await expect.poll(typedValues).toEqual([]);

  // A change, and a registration that is given up.
  await next.getByRole('combobox', { name: 'Find a customer' }).fill('laila');
  await next.keyboard.press('Enter');
  await next.getByRole('heading', { name: 'Laila Lås', level: 1 }).waitFor();
  await next.keyboard.press('F3');
  await next.getByLabel('First name').fill('Lailo');
  await expect.poll(typedValues).toEqual([{ firstname: 'Lailo' }]);
  await next.keyboard.press('F2');
  await next.getByLabel('First name').fill('Ingen');
  await expect.poll(async () => (await typedValues()).length).toBe(2);

  next = await openAnew(next);
  await expect(next.getByRole('alert')).toContainText('You were registering Ingen');
  await next.getByRole('button', { name: 'Discard it' }).click();
  await expect(next.getByRole('alert')).toContainText('You were changing Laila Lås');
  await next.getByRole('button', { name: 'Go on' }).click();
  await expect(next.getByLabel('First name')).toHaveValue('Lailo');
  await next.keyboard.press('Control+Enter');
  await expect(next.getByRole('heading', { name: 'Lailo Lås', level: 1 })).toBeVisible();

  next = await openAnew(next);
  await expect(next.getByRole('combobox', { name: 'Find a customer' })).toBeVisible();
  expect(await typedValues()).toEqual([]);
  await expect(next.getByRole('alert')).toHaveCount(0);
});

test('what was left of a customer waits while somebody types of them, and is over when that is saved', async ({
  page,
}) => {
  await registerPerson('c-berit', 'Berit', 'Bakke');
  await till.open(page);
  await startChanging(page, 'Berit Bakke');
  await page.getByLabel('First name').fill('Berith');
  await expect.poll(typedValues).toEqual([{ firstname: 'Berith' }]);

  const next = await openAnew(page);
  const offer = next.getByRole('alert').filter({ hasText: 'You were changing Berit Bakke' });
  await expect(offer).toBeVisible();
  await startChanging(next, 'Berit Bakke');
  await next.getByLabel('E-mail', { exact: true }).fill('b@example.com');
  await expect(offer).toBeHidden();
  await expect.poll(typedValues).toEqual([{ email: 'b@example.com' }]);
  // Given up: what was left before is there again, in the window and in the core.
  await next.getByRole('button', { name: 'Discard changes' }).click();
  await expect(offer).toBeVisible();
  await expect.poll(typedValues).toEqual([{ firstname: 'Berith' }]);

  await startChanging(next, 'Berit Bakke');
  await next.getByLabel('E-mail', { exact: true }).fill('berit@example.com');
  await expect(offer).toBeHidden();
  await next.keyboard.press('Control+Enter');
  await expect(next.getByText('berit@example.com').first()).toBeVisible();
  await expect(offer).toBeHidden();
  expect(await typedValues()).toEqual([]);
});

test('what was typed of a customer goes with them when they are deleted, merged away or erased', async ({
  page,
}) => {
  // The window’s whole memory is looked through.
  test.setTimeout(120_000);
  await page.clock.install();
  await registerPerson('c-gone', 'Gina', 'Grend');
  await registerPerson('c-other', 'Gunn', 'Grend');
  await registerPerson('c-erased', 'Erna', 'Enger');
  const unsaved = unsavedIn(page);
  await till.open(page);

  // Deleted at this till.
  await startChanging(page, 'Gunn Grend');
  await page.getByLabel('First name').fill('Qvxzdeleted');
  await page.keyboard.press('Escape');
  await expect.poll(unsaved).toBe(true);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await page.getByRole('button', { name: 'Delete this customer' }).click();
  await expect.poll(unsaved).toBe(false);
  await expect.poll(typedValues).toEqual([]);

  // Gone by somebody else’s doing: while another customer is open, and while the form is.
  await startChanging(page, 'Gina Grend');
  await page.getByLabel('First name').fill('Qvxzmerged');
  await page.keyboard.press('Escape');
  await expect.poll(unsaved).toBe(true);
  await startChanging(page, 'Erna Enger');
  await registerPerson('c-stays', 'Gina', 'Granli');
  const merge = { customerUid: 'c-stays', mergeFromCustomerUid: 'c-gone' };
  expect(await till.call('customers.merge', merge)).toMatchObject({ ok: true });
  await expect.poll(unsaved).toBe(false);
  await page.getByLabel('First name').fill('Qvxzerased');
  await expect.poll(typedValues).toEqual([{ firstname: 'Qvxzerased' }]);
  const erase = { customerUid: 'c-erased', reason: 'data-request' } as const;
  expect(await till.call('customers.erase', erase)).toMatchObject({ ok: true });
  await expect.poll(unsaved).toBe(false);
  await expect(page.getByLabel('First name')).toHaveCount(0);
  expect(await typedValues()).toEqual([]);

  // What the page has drawn last is let go of when it draws something else, what a scan might undo after half a minute.
  await startChanging(page, 'Gina Granli');
  await page.getByLabel('First name').fill('Ginny');
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.clock.fastForward(31_000);
  for (const typed of ['Qvxzdeleted', 'Qvxzmerged', 'Qvxzerased'])
    await expect.poll(() => heapStrings(page, typed), { timeout: 10_000 }).toEqual([]);
});

test('what was left of a customer is not offered any more once they are erased', async ({ page }) => {
  await registerPerson('c-left', 'Liv', 'Lunde');
  await till.open(page);
  await startChanging(page, 'Liv Lunde');
  await page.getByLabel('First name').fill('Live');
  await expect.poll(typedValues).toEqual([{ firstname: 'Live' }]);
  const next = await openAnew(page);
  const offer = next.getByRole('alert').filter({ hasText: 'You were changing Liv Lunde' });
  await expect(offer).toBeVisible();
  const erase = { customerUid: 'c-left', reason: 'data-request' } as const;
  expect(await till.call('customers.erase', erase)).toMatchObject({ ok: true });
  await expect(offer).toBeHidden();
});

test('a form that is given up is gone at once, however soon the window is', async ({ page }) => {
  await page.clock.install();
  await till.open(page);
  await page.keyboard.press('F2');
  await page.getByLabel('First name').fill('Gitt opp');
  await expect.poll(typedValues).toMatchObject([{ firstname: 'Gitt opp' }]);
  // From here on nothing happens in the window that waits for a time.
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect.poll(typedValues).toEqual([]);
});
