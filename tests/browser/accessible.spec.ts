import { expect, test, type Page } from '@playwright/test';
import { overflowing } from './look-closely.ts';
import { startTillForFile } from './running-till.ts';
import { openBjorn, openSettings, typeSearch } from './views/view.ts';

const till = startTillForFile({ customers: 200 });

const opened = (page: Page) => page.getByRole('heading', { name: 'Bjørn Åse', level: 1 });
const toPages = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name });

/** The colours of two things of theme.css as they are on the screen, by how far they stand apart (WCAG 2.2, 1.4.3). */
function contrastOf(page: Page, one: string, other: string): Promise<number> {
  return page.evaluate(
    ([first, second]) => {
      const probe = document.body.appendChild(document.createElement('i'));
      const luminanceOf = (name: string) => {
        probe.style.color = `var(--${name})`;
        const parts = getComputedStyle(probe).color.match(/[\d.]+/g) ?? [];
        const [red = 0, green = 0, blue = 0] = parts.map((part) => {
          const share = Number(part) / 255;
          return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const pair = [luminanceOf(first), luminanceOf(second)];
      probe.remove();
      return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    },
    [one, other] as const,
  );
}

const grounds = ['paper', 'surface', 'raised', 'sunken'] as const;
/** What has to be seen without being read: 3:1 against every ground it stands on (WCAG 2.2, 1.4.11). */
const seen = ['field', 'accent', 'danger', 'warn'] as const;
/** What is read: 4.5:1. */
const read: readonly (readonly [string, readonly string[]])[] = [
  ['ink', [...grounds, 'mark', 'accent-tint', 'warn-tint', 'danger-tint', 'hover']],
  ['ink-soft', [...grounds, 'hover', 'accent-tint', 'warn-tint', 'danger-tint']],
  ['ink-faint', [...grounds, 'hover']],
  ['accent', ['paper', 'surface', 'raised', 'accent-tint']],
  ['warn', ['paper', 'surface', 'raised', 'warn-tint']],
  ['danger', ['paper', 'surface', 'raised', 'danger-tint']],
  ['on-accent', ['accent', 'accent-strong']],
  ['on-danger', ['danger', 'danger-strong']],
  ['on-practice', ['practice', 'practice-stripe']],
  ['paper', ['ink']],
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every colour of the ${colorScheme} theme can be told from what it stands on`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await till.open(page);
    const poor: string[] = [];
    const measure = async (one: string, other: string, least: number) => {
      const contrast = await contrastOf(page, one, other);
      if (contrast < least) poor.push(`${one} on ${other}: ${contrast.toFixed(2)}`);
    };
    for (const [colour, on] of read) for (const ground of on) await measure(colour, ground, 4.5);
    for (const colour of seen) for (const ground of grounds) await measure(colour, ground, 3);
    expect(poor).toEqual([]);
  });
}

test('tells those who hear the page how many were found, what was saved, and what is wrong', async ({
  page,
}) => {
  await till.open(page);
  const told = page.getByRole('status');
  await typeSearch(page, 'hansen');
  await expect(told.filter({ hasText: /customers|best matches/ })).toBeVisible();
  await typeSearch(page, 'Xyzzy Qwertz');
  await expect(told.filter({ hasText: '0 customers' })).toBeVisible();

  // The region is there before its words are: a screen reader would not notice it otherwise.
  const regions = await told.count();
  await page.keyboard.press('F2');
  await page.getByRole('form', { name: 'New customer' }).getByLabel('Mobile').fill('41355991');
  await page.keyboard.press('Control+Enter');
  await expect(told.filter({ hasText: 'Saved on this till' })).toBeVisible();
  expect(regions).toBeGreaterThan(1);

  await page.keyboard.press('F2');
  const form = page.getByRole('form', { name: 'New customer' });
  await form.getByLabel('E-mail').fill('kari@');
  await page.keyboard.press('Control+Enter');
  const first = form.locator('[aria-invalid=true]').first();
  await expect(first).toBeFocused();
  await expect(first).toHaveAccessibleDescription(/\S/);
});

test('keeps the focus when a dialog closes, a menu is left and a form is put away', async ({ page }) => {
  await till.open(page);
  await openBjorn(page);
  const more = page.getByRole('button', { name: 'More' });
  await more.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();

  const card = page.getByRole('button', { name: 'Card', exact: true });
  await card.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toBeFocused();

  await page.keyboard.press('F3');
  await expect(page.locator('form :focus')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox', { name: 'Find a customer' })).toBeFocused();
});

test('at twice its size: finds, opens, changes and registers, with everything within reach', async ({
  page,
}) => {
  await page.setViewportSize({ width: 683, height: 384 });
  await till.open(page);
  await openBjorn(page);
  await expect(opened(page)).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('F3');
  const city = page.getByLabel('City', { exact: true });
  await city.fill('Molde');
  await expect(city).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Saved on this till').first()).toBeVisible();

  // Typing brings the search box back.
  await page.keyboard.type('hansen');
  await expect(page.getByRole('combobox', { name: 'Find a customer' })).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('F2');
  const save = page
    .getByRole('form', { name: 'New customer' })
    .getByRole('button', { name: 'Register', exact: true });
  await save.focus();
  await expect(save).toBeInViewport({ ratio: 1 });
  expect(await overflowing(page)).toEqual([]);
});

test('shows what is chosen and where the focus is in the colours of the system, too', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await till.open(page);
  await typeSearch(page, 'hansen');
  const rows = page.getByRole('option');
  await expect(rows.nth(1)).toBeVisible();
  const look = (at: number) =>
    rows.nth(at).evaluate((row) => {
      const { backgroundColor, outlineStyle } = getComputedStyle(row);
      return `${backgroundColor} ${outlineStyle}`;
    });
  expect(await look(0)).not.toBe(await look(1));
  await openSettings(page, 'Appearance');
  const labels = page.getByRole('radiogroup', { name: 'Theme' }).locator('label');
  const ground = (at: number) => labels.nth(at).evaluate((label) => getComputedStyle(label).backgroundColor);
  expect(await ground(0)).not.toBe(await ground(1));
  await page.keyboard.press('Tab');
  const ring = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
    return `${outlineStyle} ${outlineWidth}`;
  });
  expect(ring).toBe('solid 3px');
});

test('moves nothing where the computer is set to show less movement', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await till.open(page);
  await openBjorn(page);
  await page.keyboard.press('F4');
  await expect(page.getByRole('dialog')).toBeVisible();
  const longestMs = await page.evaluate(() =>
    Math.max(
      0,
      ...document.getAnimations().map(({ effect }) => Number(effect?.getComputedTiming().duration)),
    ),
  );
  expect(longestMs).toBeLessThan(1);
});

test.describe('by touch alone', () => {
  test.use({ hasTouch: true });

  test('every page, the keys and a customer are reached by taps', async ({ page }) => {
    await till.open(page);
    await page.getByRole('combobox', { name: 'Find a customer' }).tap();
    await typeSearch(page, 'asse bjorn');
    await page.getByRole('option').first().tap();
    await expect(opened(page)).toBeVisible();
    await page.getByRole('button', { name: 'Card', exact: true }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
    await page.getByRole('button', { name: 'More' }).tap();
    await page.getByRole('menuitem').first().tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();

    await page.getByRole('contentinfo').getByRole('button', { name: 'Online' }).tap();
    for (const name of ['Outbox', 'Conflicts', 'Duplicates', 'Cards', 'Settings', 'Sync']) {
      await toPages(page, name).tap();
      await expect(page.getByRole('heading', { name, level: 1 })).toBeAttached();
    }
    await page.getByRole('contentinfo').getByRole('button', { name: 'Keys' }).tap();
    await page.getByRole('dialog', { name: 'Keys' }).getByRole('button', { name: 'Close' }).tap();
    await toPages(page, 'Customers').tap();
    await expect(opened(page)).toBeVisible();
  });
});
