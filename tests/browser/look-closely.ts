import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Screens of tills, in CSS pixels. */
export const screens = [
  { width: 1024, height: 768 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];

/**
 * What holds for every view: nothing reaches off the screen at any size, nobody
 * stumbles over it in either theme (axe), and the console stays quiet.
 *
 * @param show opens the till and goes to the view
 */
export async function lookClosely(page: Page, show: () => Promise<void>): Promise<void> {
  const complaints = complaintsOf(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await show();
  for (const size of screens) {
    await page.setViewportSize(size);
    expect(await overflowing(page), `${size.width}×${size.height}`).toEqual([]);
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violationsIn(page), colorScheme).toEqual([]);
  }
  expect(complaints).toEqual([]);
}

/** What the page's console complains of from now on. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** WCAG 2.2 AA and what axe thinks good practice, sizes of targets included. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with the page as it is. */
export async function violationsIn(page: Page): Promise<string[]> {
  // In the page itself: Electron opens no second one, and there are no frames to look into.
  const { violations } = await new AxeBuilder({ page }).withTags(rules).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Elements that reach beyond the right edge of the window, or of the pane or dialog they stand in. */
export function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('#root *')]
      .filter((element) => {
        const { right, width } = element.getBoundingClientRect();
        const pane = element.parentElement?.closest('main > div, dialog')?.getBoundingClientRect();
        const edge = Math.min(innerWidth, pane?.right ?? innerWidth) + 0.5;
        return width > 0 && right > edge && !element.closest('.sr-only, .truncate');
      })
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`),
  );
}

/** Words that do not fit on the button, field label or tab they stand on. */
export function spilling(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('#root :is(button, label, [role=option], kbd)')]
      .filter((element) => {
        if (!element.checkVisibility() || element.closest('.sr-only')) return false;
        const box = element.getBoundingClientRect();
        return [...element.querySelectorAll('*')].some((part) => {
          const { left, right, width } = part.getBoundingClientRect();
          const shown = width > 1 && !part.closest('.sr-only, .truncate') && !(part instanceof SVGElement);
          return shown && (right > box.right + 1 || left < box.left - 1);
        });
      })
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`),
  );
}

/** What can be pressed, or typed in, and is smaller than a fingertip: `leastPx` either way. */
export function smallTargets(page: Page, leastPx: number): Promise<string[]> {
  return page.evaluate((least) => {
    const within = document.querySelector('dialog[open]') ?? document;
    const targets =
      'button, a[href], input, select, textarea, summary, [role=option], [role=menuitem], [tabindex="0"]';
    return [...within.querySelectorAll<HTMLElement>(targets)].flatMap((element) => {
      if (element.matches(':disabled') || !element.checkVisibility()) return [];
      // What is pressed of a switch or a radio button are its words.
      const pressed = element.matches('input') ? (element.closest('label') ?? element) : element;
      const { width, height } = pressed.getBoundingClientRect();
      if (width >= least - 0.5 && height >= least - 0.5) return [];
      const name = element.ariaLabel ?? element.textContent ?? '';
      return [`${element.tagName} ${name.slice(0, 40)}: ${Math.round(width)}×${Math.round(height)}`];
    });
  }, leastPx);
}

/** The longest way through a view, in presses of Tab. */
const mostStops = 90;

/**
 * Goes through the view by Tab, until it begins anew: the focus is never lost on the way, never out of sight or
 * beneath something else, and always to be seen (WCAG 2.4.3, 2.4.7, 2.4.11).
 *
 * @returns what is wrong, by what had the focus
 */
export async function stumblingByKeyboard(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (let stop = 0; stop < mostStops; stop += 1) {
    await page.keyboard.press('Tab');
    const { key, trouble } = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement;
      if (focused === document.body) return { key: 'body', trouble: null };
      focused.dataset['stop'] ??= String(Math.random());
      const name = `${focused.tagName} ${(focused.ariaLabel ?? focused.textContent ?? '').slice(0, 40)}`;
      const result = (trouble: string | null) => ({
        key: focused.dataset['stop'] ?? '',
        trouble: trouble && `${name}: ${trouble}`,
      });
      // A switch or radio button is drawn by its label.
      const label = focused.closest('label');
      const drawn =
        focused.matches('.sr-only, input[type=radio], input[type=checkbox], select') && label
          ? label
          : focused;
      const troubleOf = (element: HTMLElement) => {
        const box = element.getBoundingClientRect();
        const left = Math.max(0, box.left);
        const right = Math.min(innerWidth, box.right);
        const top = Math.max(0, box.top);
        const bottom = Math.min(innerHeight, box.bottom);
        if (right - left < 8 || bottom - top < 8) return 'out of sight';
        const covers = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return covers && (element.contains(covers) || covers.contains(element))
          ? null
          : `beneath ${covers?.className}`;
      };
      const hidden = troubleOf(drawn);
      // Of a large label the part that is marked is enough.
      if (hidden && (drawn === focused || troubleOf(focused))) return result(hidden);
      const indicates = (element: Element, pseudo?: string) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element, pseudo);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      };
      const places = [focused, drawn, ...drawn.querySelectorAll('*')];
      const isSeen = places.some((place) => indicates(place)) || indicates(focused, '::after');
      return result(isSeen ? null : 'has no ring');
    });
    if (key === 'body' || seen.has(key)) break;
    seen.add(key);
    if (trouble) wrong.push(trouble);
  }
  return wrong;
}
