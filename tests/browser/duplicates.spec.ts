import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 200 });

const second = { customerType: 'PERSON', firstname: 'Bjorn', lastname: 'Aase', mobile: '90124471' } as const;

function pairOf(page: Page, name: RegExp) {
  return page.getByRole('article', { name });
}

async function finishedAt(): Promise<string | null> {
  const answer = await till.call('duplicates.status', {});
  return answer.ok && answer.status.state === 'finished' ? answer.status.finishedAt : null;
}

async function findDuplicates(page: Page): Promise<void> {
  const before = await finishedAt();
  await page.keyboard.press('F7');
  await page.getByRole('button', { name: /^(Find duplicates|Look again)$/ }).click();
  // The button says so before the search has begun, too.
  await expect.poll(async () => ((await finishedAt()) ?? before) !== before, { timeout: 30_000 }).toBe(true);
  await expect(page.getByRole('button', { name: 'Look again' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('combobox')).toBeVisible();
  await page.keyboard.press('F7');
}

test('finds who is in the book twice, shows what agrees, and merges them', async ({ page }) => {
  const created = await till.call('customers.create', {
    customer: { ...second, customerUid: 'second-bjorn' },
  });
  expect(created.ok).toBe(true);
  await till.open(page);
  await page.keyboard.press('F7');
  await expect(page.getByText('Nobody has looked yet')).toBeVisible();
  await findDuplicates(page);
  const pair = pairOf(page, /Bjorn Aase/);
  await expect(pair).toContainText(/% alike/);
  await expect(pair.getByRole('row', { name: /Mobile/ })).toContainText('same');
  await pair.getByRole('button', { name: 'Keep this one: Bjørn Åse' }).click();
  const dialog = page.getByRole('dialog', { name: 'Merge into Bjørn Åse' });
  await expect(dialog.getByText('Bjorn Aase').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Merge the two' }).click();
  await expect(page.getByText('Merged on this till')).toBeVisible();
  await expect(pair).toHaveCount(0);
});

test('takes a person’s word that two are not the same, by keys alone', async ({ page }) => {
  const twins = [
    { customerUid: 'twin-1', firstname: 'Tuva', lastname: 'Tvilling', mobile: '+4790909090' },
    { customerUid: 'twin-2', firstname: 'Tuva', lastname: 'Tviling', mobile: '+4790909090' },
  ];
  for (const twin of twins) {
    const created = await till.call('customers.create', { customer: { customerType: 'PERSON', ...twin } });
    expect(created.ok).toBe(true);
  }
  await till.open(page);
  await findDuplicates(page);
  const pair = pairOf(page, /Tvilling/);
  await pair.getByRole('button', { name: 'Not the same' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('They stay two customers')).toBeVisible();
  await expect(pair).toHaveCount(0);
  await findDuplicates(page);
  await expect(page.getByRole('button', { name: 'Look again' })).toBeVisible();
  await expect(pair).toHaveCount(0);
});

test('leads from a pair to the customer', async ({ page }) => {
  await till.open(page);
  await findDuplicates(page);
  const first = page.getByRole('article').first();
  const name = first.getByRole('columnheader').getByRole('button').first();
  const words = await name.textContent();
  await name.click();
  await expect(page.getByRole('heading', { level: 1, name: words ?? '' })).toBeVisible();
});
