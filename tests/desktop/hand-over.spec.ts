import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { chromiumArguments, findChromium } from '../../scripts/find-chromium.ts';
import { handOverOff } from '#shared/hand-over/settings';
import type { HandOverSettings } from '#shared/contract/hand-over';
import { expect, launchTill, runTill, test } from './desktop-till.ts';
import { startPrivateDisplay, type PrivateDisplay } from './private-display.ts';

const missing = ['Xvfb', 'openbox', 'xdotool'].filter(
  (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0,
);
test.skip(
  process.env['CI'] === undefined && (process.platform !== 'linux' || missing.length > 0),
  `key strokes are tried on Linux with X11; missing here: ${missing.join(', ')}`,
);

let display: PrivateDisplay;
let pos: BrowserContext | undefined;

test.beforeEach(async () => {
  display = await startPrivateDisplay();
});
test.afterEach(async () => {
  await pos?.close();
  pos = undefined;
  await display.close();
});

const salePage = `<title>Sale</title>
  <form onsubmit="event.preventDefault(); document.title = 'Sale: ' + customer.value">
    <input id="customer" aria-label="Customer" autofocus><input aria-label="Amount"><button>OK</button>
  </form>`;

/** The window of a sale: a real one of another program, with the cursor in its field. */
async function openSale(dataDir: string): Promise<Page> {
  const executablePath = findChromium();
  pos = await chromium.launchPersistentContext(join(dataDir, 'pos'), {
    headless: false,
    // A window without an address bar, which would take the keys.
    args: [...chromiumArguments, `--app=data:text/html,${encodeURIComponent(salePage)}`],
    env: { ...process.env, DISPLAY: display.name },
    viewport: null,
    ...(executablePath !== undefined && { executablePath }),
  });
  const page = pos.pages()[0] ?? (await pos.waitForEvent('page'));
  await page.getByLabel('Customer').focus();
  return page;
}

function setUp(dataDir: string, handOver: Partial<HandOverSettings>): void {
  const changes = { handOver: { ...handOverOff, ...handOver } };
  expect(runTill(dataDir, 'call', 'settings.set', JSON.stringify({ changes })).code).toBe(0);
}

/** As the settings would, while the till runs. */
async function changeTemplate(page: Page, template: string): Promise<void> {
  await page.evaluate(async (changed) => {
    const answer = await window.till?.settings.get({});
    if (!answer?.ok) throw new Error('The till has no settings.');
    const { handOver } = answer.settings;
    const keys = { ...handOver.keys, template: changed };
    await window.till?.settings.set({ changes: { handOver: { ...handOver, keys } } });
  }, template);
}

async function openCustomer(page: Page, words: string, name: string): Promise<void> {
  await page.getByRole('combobox').fill(words);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
}

test('types the customer into the window that was in front before, and leaves the sale there', async ({
  dataDir,
}) => {
  setUp(dataDir, {
    clipboard: { when: 'asked', template: '{lastname}' },
    keys: { when: 'asked', template: '{customerUid};{displayName} {not a field} +^%$"\'\\`', end: 'enter' },
  });
  const sale = await openSale(dataDir);
  const till = await launchTill(dataDir, { DISPLAY: display.name });
  try {
    const page = await till.firstWindow();
    await openCustomer(page, 'bjorn ase', 'Bjørn Åse');
    // Nothing is typed that would come out wrong: a field nobody knows, a letter this keyboard does not have.
    await page.keyboard.press('F10');
    await expect(page.getByText(/Key strokes: .*not set up well/)).toBeVisible();
    await changeTemplate(page, '{displayName} ł');
    await page.keyboard.press('F10');
    await expect(page.getByText(/Key strokes: .*letters that this computer’s keyboard/)).toBeVisible();
    expect(await sale.getByLabel('Customer').inputValue()).toBe('');

    await changeTemplate(page, '{customerUid};{displayName} +%$"\'\\()[]');
    await page.keyboard.press('F10');
    const typed = 'c-bjorn;Bjørn Åse +%$"\'\\()[]';
    await expect(sale.getByLabel('Customer')).toHaveValue(typed);
    // Enter was pressed after it, and the sale stays in front.
    await expect(sale).toHaveTitle(`Sale: ${typed}`);
    expect(await sale.evaluate(() => document.hasFocus())).toBe(true);
    expect(await till.evaluate(({ clipboard }) => clipboard.readText())).toBe('Åse');
  } finally {
    await till.close();
  }
});

test('says so when there is no other window, and stays in front', async ({ dataDir }) => {
  setUp(dataDir, { keys: { ...handOverOff.keys, template: '{customerUid}', when: 'asked' } });
  const till = await launchTill(dataDir, { DISPLAY: display.name });
  try {
    const page = await till.firstWindow();
    await openCustomer(page, 'kari', 'Kari Nordmann');
    await page.keyboard.press('F10');
    await expect(page.getByText(/Key strokes: There is no other window/)).toBeVisible();
    expect(await till.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(
      false,
    );
  } finally {
    await till.close();
  }
});
