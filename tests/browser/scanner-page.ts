import { expect, type Page } from '@playwright/test';
import { plainScanner, scanEvents, type ScannerHabits } from '../shared/scanning/type-like-scanner.ts';
import { typingEvents, typists } from '../shared/scanning/type-like-person.ts';
import { playKeys } from './play-keys.ts';

/** The page where a scanner is tried: it shows every scan, and has a field to type in. */
export async function openScannerPage(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: 'Scanner', exact: true }).click();
  await expect(page.getByText('0 scans', { exact: true })).toBeVisible();
}

export const tryField = (page: Page) => page.getByLabel('Type here as well');

/** That so many scans have come, the last one with this code. */
export async function expectScan(page: Page, count: number, code?: string): Promise<void> {
  await expect(page.getByText(count === 1 ? '1 scan' : `${count} scans`, { exact: true })).toBeVisible();
  const last = page.getByRole('list', { name: 'Scans' }).getByRole('listitem').first();
  if (code !== undefined) await expect(last).toContainText(code);
}

/** A number of a card: 16 digits that begin with 29. */
export function aNumber(random: () => number): string {
  return `29${Array.from({ length: 14 }, () => Math.floor(random() * 10)).join('')}`;
}

/** Any scanner a shop may have. */
export function anyHabits(random: () => number): ScannerHabits {
  const one = <Value>(values: readonly [Value, ...Value[]]): Value =>
    values[Math.floor(random() * values.length)] ?? values[0];
  return {
    ...plainScanner,
    keyMs: 5 + random() * 55,
    jitter: random() * 0.3,
    dwell: one([0.05, 0.3, 0.9]),
    end: one(['enter', 'line-feed', 'tab', 'enter-and-line-feed', 'none']),
    tillLayout: one(['us', 'us', 'azerty', 'nordic']),
    capsLock: random() < 0.3,
    shiftNoise: one([0, 0, 0.2]),
  };
}

/** Plays scans into a field with text in it: each is recognised, and the text stays. */
export async function proveScans(page: Page, count: number, random: () => number): Promise<void> {
  const field = tryField(page);
  await field.fill('Kari');
  for (let number = 1; number <= count; number += 1) {
    const code = aNumber(random);
    const identifier = random() < 0.2 ? ']C0' : '';
    const habits = anyHabits(random);
    await playKeys(page, scanEvents(identifier + code, habits, random));
    await expectNotLost(page, number, code, habits);
    await expect(field).toHaveValue('Kari');
    await expect(field).toBeFocused();
  }
}

async function expectNotLost(page: Page, number: number, code: string, habits: ScannerHabits): Promise<void> {
  try {
    await expectScan(page, number, code);
  } catch (cause) {
    throw new Error(`A scan was lost: ${JSON.stringify(habits)}`, { cause });
  }
}

const words = ['bjørn åse', 'hansen oslo', 'asdfasdf', 'Kari Nordmann', 'the rain in spain', 'jkljkljkl'];

/** Plays typing into a field: nothing is a scan, and the text is what was typed. */
export async function proveTyping(page: Page, count: number, random: () => number): Promise<void> {
  const field = tryField(page);
  const people = Object.values(typists).slice(1);
  for (let number = 0; number < count; number += 1) {
    const digits = Array.from({ length: 8 + (number % 9) }, () => Math.floor(random() * 10)).join('');
    const text = number % 3 === 0 ? (words[number % words.length] ?? '') : digits;
    const typist = people[number % people.length] ?? typists.fast;
    await field.fill('');
    await playKeys(page, typingEvents(number % 2 === 0 ? `${text}⏎` : text, typist, random));
    await expect(field).toHaveValue(text);
  }
  await page.waitForTimeout(400); // the last one's end
  await expect(page.getByText('0 scans', { exact: true })).toBeVisible();
}

/**
 * How much of the recordings is played: they take as long as scanners and people do, so that a few stand for
 * all of them unless `TILLBOOK_EVERY_RECORDING=1`.
 */
export const recordings =
  process.env['TILLBOOK_EVERY_RECORDING'] === '1'
    ? { scans: 60, words: 40, mixed: 12, timeoutMs: 400_000 }
    : { scans: 12, words: 8, mixed: 4, timeoutMs: 120_000 };
