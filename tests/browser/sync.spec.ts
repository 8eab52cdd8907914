import { expect, test } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 600 });

test.beforeEach(async ({ page }) => {
  await till.open(page);
  await page.keyboard.press('F9');
  await expect(page.getByRole('button', { name: 'Sync now' })).toBeVisible();
});
test.afterEach(() => till.practice.behave());

test('tells how complete the base is, since when, and what the service offers', async ({ page }) => {
  const main = page.getByRole('main');
  await expect(main).toContainText(/Customers on this till\s*6\d\d of 6\d\d/);
  await expect(main).toContainText(/Last fetched\s*(just now|1 min ago)/);
  await expect(main).toContainText('All have arrived');
  await expect(main).toContainText(/Search, register, change, delete.*Merge customers/);
  await till.call('customers.create', {
    customer: { customerType: 'PERSON', firstname: 'Send', lastname: 'Meg', countryCode: 'NO' },
  });
  await expect(main).toContainText(/Last sent\s*just now/);
});

test('says what went wrong in the service’s words, with a reference for its support', async ({ page }) => {
  await till.practice.fault('500', { method: 'GET', path: '/customers$' });
  await page.getByRole('button', { name: 'Sync now' }).click();
  const wrong = page.getByRole('region', { name: 'What went wrong since the till started' });
  await expect(wrong).toContainText('The customer service has a problem of its own');
  await expect(wrong).toContainText('Reference for the service’s support:');
  await expect(wrong).toContainText('fetching');
  await wrong
    .getByRole('button', { name: /^Copy reference/ })
    .first()
    .click();
  await expect(page.getByText('Copied')).toBeVisible();
  await till.practice.behave();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect(page.getByRole('main').getByText('Online')).toBeVisible();
  // What went wrong stays to be read after it is over.
  await expect(wrong).toBeVisible();
});

test('many who vanish at once are held back until a person has looked at them', async ({ page }) => {
  const gone = await till.practice.removeSome(12);
  const [first, second] = gone;
  await expect
    .poll(
      async () => {
        const answer = await till.call('sync.now', {});
        return answer.ok && answer.status.heldBack;
      },
      { timeout: 30_000 },
    )
    .toBe(12);
  await expect(page.getByText('12 customers are no longer at the service')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('12 held back');
  expect(await till.call('customers.get', { customerUid: first?.customerUid ?? '' })).toMatchObject({
    ok: true,
  });

  await page.getByRole('button', { name: 'Look at them' }).click();
  const list = page.getByRole('dialog', { name: 'No longer at the service' });
  await expect(list).toContainText(/12 of the 6\d\d customers/);
  await expect(list.getByRole('listitem')).toHaveCount(12);
  await list.getByRole('checkbox').first().uncheck();
  await list.getByRole('button', { name: 'Delete 11 here …' }).click();
  const confirm = page.getByRole('dialog', { name: 'Delete 11 customers on this till?' });
  await confirm.getByRole('button', { name: 'Keep' }).click();
  await list.getByRole('button', { name: 'Delete 11 here …' }).click();
  await confirm.getByRole('button', { name: 'Delete them here' }).click();
  await expect(page.getByText('11 customers are deleted here.')).toBeVisible();
  await expect(page.getByText('1 customer is no longer at the service')).toBeVisible();
  const left = await Promise.all(
    [first, second].map(
      async (one) => (await till.call('customers.get', { customerUid: one?.customerUid ?? '' })).ok,
    ),
  );
  expect(left.filter(Boolean).length).toBeLessThanOrEqual(1);
});
