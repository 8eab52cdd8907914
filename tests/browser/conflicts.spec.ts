import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 60 });

test.beforeEach(({ page }) => till.open(page));
test.afterEach(() => till.practice.behave());

const statusBar = (page: Page) => page.getByRole('contentinfo');

/** A customer whose fields were changed at this till and at the service before either knew of the other. */
async function inConflict(
  firstname: string,
  here: { readonly [field: string]: unknown },
  there: { readonly [field: string]: unknown },
): Promise<void> {
  const created = await till.call('customers.create', {
    customer: {
      customerType: 'PERSON',
      firstname,
      lastname: 'Flikt',
      city: 'Oslo',
      mobile: '41355901',
      countryCode: 'NO',
    },
  });
  if (!created.ok) throw new Error(created.error.message);
  const { customerUid } = created.customer;
  await expect.poll(async () => (await till.practice.search(`${firstname} Flikt`)).length).toBe(1);
  await expect
    .poll(async () => {
      const status = await till.call('sync.status', {});
      return status.ok && status.status.pending;
    })
    .toBe(0);
  await till.practice.refuseUpdates();
  await till.call('customers.update', { customerUid, changes: here });
  await till.practice.change(customerUid, { customerType: 'PERSON', ...there });
  await till.call('sync.now', {});
  await expect
    .poll(async () => {
      const answer = await till.call('conflicts.list', { customerUid });
      return answer.ok && answer.conflicts.length;
    })
    .toBe(Object.keys(here).length);
  await till.practice.behave();
}

async function atService(name: string) {
  return (await till.practice.search(name))[0];
}

test('a field changed here and elsewhere is settled with a typed value', async ({ page }) => {
  await inConflict('Kon', { city: 'Bergen' }, { city: 'Tromsø' });
  await statusBar(page).getByRole('button', { name: '1 conflict' }).click();
  const form = page.getByRole('form', { name: 'Kon Flikt' });
  const city = form.getByRole('group', { name: /City/ });
  await expect(city).toContainText('Before: Oslo');
  await expect(city.getByRole('radio', { name: /On this till.*Bergen.*just now/ })).toBeVisible();
  await expect(city.getByRole('radio', { name: /At the service.*Tromsø.*just now/ })).toBeVisible();
  await expect(page.getByText('Consents are never asked about')).toBeVisible();
  await expect(form.getByRole('button', { name: 'Save decisions' })).toBeDisabled();
  await city.getByRole('radio', { name: 'Something else' }).check();
  await city.getByLabel('City').fill('Hammerfest');
  await form.getByRole('button', { name: 'Save decisions' }).click();
  await expect(page.getByText('1 field of Kon Flikt is settled')).toBeVisible();
  await expect(page.getByText('No conflicts')).toBeVisible();
  await expect.poll(async () => (await atService('Kon Flikt'))?.['city']).toBe('Hammerfest');
});

test('several fields are settled by keys alone, each its own way', async ({ page }) => {
  await inConflict('Kari', { city: 'Bergen', mobile: '41355902' }, { city: 'Tromsø', mobile: '+4741355903' });
  await page.keyboard.press('F8');
  await page.getByRole('button', { name: /^Conflicts/ }).focus();
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Kari Flikt' });
  await expect(form).toContainText('0 of 2 decided');
  await form.getByRole('group', { name: /City/ }).getByRole('radio').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await expect(form).toContainText('1 of 2 decided');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(form).toContainText('2 of 2 decided');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('2 fields of Kari Flikt are settled')).toBeVisible();
  await expect
    .poll(async () => {
      const stored = await atService('Kari Flikt');
      return [stored?.['city'], stored?.['mobile']];
    })
    .toEqual(['Tromsø', '+4741355902']);
});

test('one side is taken for all fields of a customer, and what was typed wrongly says so', async ({
  page,
}) => {
  await inConflict('Ola', { city: 'Bergen', mobile: '41355904' }, { city: 'Tromsø', mobile: '+4741355905' });
  await statusBar(page).getByRole('button', { name: '2 conflicts' }).click();
  const form = page.getByRole('form', { name: 'Ola Flikt' });
  await form.getByRole('button', { name: 'All from this till' }).click();
  await expect(form).toContainText('2 of 2 decided');
  const mobile = form.getByRole('group', { name: /Mobile/ });
  await mobile.getByRole('radio', { name: 'Something else' }).check();
  await mobile.getByLabel('Mobile').fill('4135');
  await form.getByRole('button', { name: 'Save decisions' }).click();
  await expect(page.getByText('1 field of Ola Flikt is settled')).toBeVisible();
  await expect(mobile).toContainText('Not complete');
  await mobile.getByLabel('Mobile').fill('413 55 906');
  await form.getByRole('button', { name: 'Save decisions' }).click();
  await expect(page.getByText('No conflicts')).toBeVisible();
  await expect
    .poll(async () => {
      const stored = await atService('Ola Flikt');
      return [stored?.['city'], stored?.['mobile']];
    })
    .toEqual(['Bergen', '+4741355906']);
});
