import { expect, test, type Page } from '@playwright/test';
import { violationsIn } from './look-closely.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ connected: false });

/** What the core keeps of forms, newest first, as it was typed. */
async function typedValues(): Promise<Readonly<Record<string, string>>[]> {
  const answer = await till.call('drafts.list', {});
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.drafts.map(({ draft }) => draft.values);
}

/** The window is gone, as after a crash: nobody asks whether to leave. */
async function openAnew(page: Page): Promise<Page> {
  const next = await page.context().newPage();
  await page.close();
  await till.open(next);
  return next;
}

test('gives back what was being typed when the window went away', async ({ page }) => {
  await till.call('customers.create', {
    customer: {
      customerUid: 'c-laila',
      customerType: 'PERSON',
      firstname: 'Laila',
      lastname: 'Lås',
      countryCode: 'NO',
    },
  });
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
