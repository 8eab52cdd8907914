import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const waiting = 10_000;
const till = startTillForFile({ connected: false, registered: waiting });

const drawn = (page: Page) => page.getByRole('option').count();

test('ten thousand waiting changes are one list: only what is in sight is drawn', async ({ page }) => {
  await till.open(page);
  await page.keyboard.press('F8');
  const list = page.getByRole('listbox', { name: 'Outbox' });
  await expect(list.getByRole('option').first()).toContainText('Kø Nummer');
  await expect(page.getByRole('contentinfo')).toContainText('10,000 on their way');
  expect(await drawn(page)).toBeLessThan(60);

  await list.focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('article', { name: /^Kø Nummer/ })).toContainText('not connected');
  await page.keyboard.press('End');
  const last = list.getByRole('option').last();
  await expect(last).toHaveAttribute('aria-posinset', String(waiting));
  await expect(last).toContainText('Kø Nummer');
  await expect(last).toHaveAttribute('aria-selected', 'true');
  expect(await drawn(page)).toBeLessThan(60);
  // A scroll bar dragged to the middle.
  await list.locator('..').evaluate((scroller) => (scroller.scrollTop = scroller.scrollHeight / 2));
  await expect(list.getByRole('option').first()).toHaveAttribute('aria-posinset', /^(49|50)\d\d$/);
  await expect(list.getByRole('option').first()).toContainText('Kø Nummer');

  await page.keyboard.press('Escape');
  await page.keyboard.type('nummer 777');
  await expect(page.getByRole('option').first()).toContainText('Nummer 777');
});
