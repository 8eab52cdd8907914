import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const sizes = [
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
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await show();
  for (const size of sizes) {
    await page.setViewportSize(size);
    expect(await overflowing(page), `${size.width}×${size.height}`).toEqual([]);
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(violationWords), colorScheme).toEqual([]);
  }
  expect(complaints).toEqual([]);
}

function violationWords({ id, nodes }: { id: string; nodes: readonly { html: string }[] }): string {
  return `${id}: ${nodes.map(({ html }) => html).join(' ')}`;
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
