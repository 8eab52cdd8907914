import { expect, type Page } from '@playwright/test';
import type { RunningTill, TillOptions } from '../running-till.ts';

/** How a person gets to a view from the search box, or wherever the till opens. */
export type Show = (page: Page, till: RunningTill) => Promise<void>;

/** A till in a certain state, and every view it has then, in the order in which they can be walked. */
export interface Situation {
  readonly name: string;
  readonly till: TillOptions;
  /** Brings the till there, once, before its first view. */
  readonly prepare: (till: RunningTill) => Promise<void>;
  readonly views: Readonly<Record<string, Show>>;
}

/** Types as a person does: keys without a pause are a scanner's. */
export async function typeSearch(page: Page, words: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Find a customer' }).fill(words);
}

export async function openBjorn(page: Page): Promise<void> {
  await typeSearch(page, 'asse bjorn');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Bjørn Åse', level: 1 })).toBeVisible();
}

export async function openSettings(page: Page, section: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: section, exact: true }).click();
  await expect(page.getByRole('heading', { name: section, exact: true })).toBeVisible();
}

export async function openCards(page: Page, section: string): Promise<void> {
  await page.keyboard.press('F6');
  await page
    .getByRole('navigation', { name: 'Cards and printers' })
    .getByRole('button', { name: section })
    .click();
}

export async function statusOf(
  till: RunningTill,
  name: 'parked' | 'heldBack' | 'conflicts',
): Promise<number> {
  const answer = await till.call('sync.status', {});
  return answer.ok ? answer.status[name] : -1;
}
