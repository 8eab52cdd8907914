import { expect, test, type Page } from '@playwright/test';
import { noModifiers } from '../shared/scanning/key-event.ts';
import { plainScanner, scanEvents, type ScannerHabits } from '../shared/scanning/type-like-scanner.ts';
import { typingEvents, typists } from '../shared/scanning/type-like-person.ts';
import { seeded } from '../shared/scanning/seeded.ts';
import { asAPerson, playKeys } from './play-keys.ts';
import { startTillForFile } from './running-till.ts';
import {
  aNumber,
  expectScan,
  openScannerPage,
  proveScans,
  proveTyping,
  recordings,
  tryField,
} from './scanner-page.ts';

const till = startTillForFile();
const random = seeded(7);
let card: { loyaltyId: string; displayName: string };

test.beforeAll(async () => {
  const answer = await till.call('customers.search', { query: 'bjørn åse', limit: 1 });
  const [hit] = answer.ok ? answer.hits : [];
  if (!hit?.loyaltyId) throw new Error('The practice store has nobody with a card.');
  card = { loyaltyId: hit.loyaltyId, displayName: hit.displayName };
});

test.beforeEach(({ page }) => till.open(page));

const scan = (page: Page, habits: Partial<ScannerHabits> = {}, code = card.loyaltyId) =>
  playKeys(page, scanEvents(code, { ...plainScanner, ...habits }, random));

const opened = (page: Page) => page.getByRole('heading', { name: card.displayName, level: 1 });

test.describe('a scanned card opens its customer', () => {
  for (const end of ['enter', 'tab', 'line-feed', 'enter-and-line-feed', 'none'] as const) {
    test(`the scan ended by ${end}`, async ({ page }) => {
      await scan(page, { end });
      await expect(opened(page)).toBeVisible();
      await expect(page.getByRole('combobox')).toHaveValue('');
    });
  }

  test('with the focus nowhere, on whatever keyboard', async ({ page }) => {
    for (const habits of [
      { keyMs: 60, dwell: 0.9 },
      { tillLayout: 'azerty' },
      { altCodes: true, keyMs: 5 },
    ] as const) {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await scan(page, habits);
      await expect(opened(page)).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(opened(page)).toBeHidden();
    }
  });

  test('and one that names its symbology, with group separators', async ({ page }) => {
    await scan(page, {}, `]C1\u001D${card.loyaltyId}\u001D`);
    await expect(opened(page)).toBeVisible();
  });
});

test.describe('a scan does nothing but be one', () => {
  test.beforeEach(({ page }) => openScannerPage(page));

  test('a field gets back its text, its selection and its undo', async ({ page }) => {
    const field = tryField(page);
    const type = async () => {
      await field.fill('');
      await field.pressSequentially('Kari', asAPerson);
      await field.press('Home');
      await field.pressSequentially('Ola og ', asAPerson);
    };
    const undoneTexts = async () => {
      const texts: string[] = [];
      for (let step = 0; step < 4; step += 1) {
        await page.keyboard.press('Control+z');
        texts.push(await field.inputValue());
      }
      return texts;
    };
    await type();
    const withoutScan = await undoneTexts();
    let count = 0;
    for (const habits of [
      { keyMs: 6 },
      { keyMs: 45, dwell: 0.9, jitter: 0.05 },
      { end: 'none' },
      { end: 'tab' },
    ] as const) {
      await type();
      const code = aNumber(random);
      await scan(page, habits, code);
      await expectScan(page, (count += 1), code);
      await expect(field).toBeFocused();
      await expect(field).toHaveValue('Ola og Kari');
      expect(await field.evaluate(caretOf)).toEqual([7, 7]);
      expect(await undoneTexts()).toEqual(withoutScan);
    }
    await type();
    await field.evaluate((element: HTMLInputElement) => element.setSelectionRange(4, 6, 'backward'));
    await scan(page, { keyMs: 30 }, '2900000000000499');
    await expectScan(page, count + 1, '2900000000000499');
    await expect(field).toHaveValue('Ola og Kari');
    expect(await field.evaluate(caretOf)).toEqual([4, 6]);
    await page.keyboard.type('m', asAPerson);
    await expect(field).toHaveValue('Ola m Kari');
  });

  test('presses no button, moves no focus, changes no choice', async ({ page }) => {
    const learn = page.getByRole('button', { name: 'Learn the scanner' });
    const baud = page.getByLabel('Bits a second');
    let count = 0;
    for (const element of [learn, baud, page.getByRole('button', { name: 'Choose the port' })]) {
      for (const end of ['enter', 'tab', 'none'] as const) {
        await element.focus();
        // Digits that begin with an option of the list.
        await scan(page, { end }, `38400${aNumber(random)}`);
        await expectScan(page, (count += 1));
        await expect(element).toBeFocused();
        await expect(learn).toBeVisible();
        await expect(baud).toHaveValue('9600');
      }
    }
    await learn.focus();
    await scan(page, {}, '{"card": "2900000000000017"}');
    await expectScan(page, count + 1, '{"card": "2900000000000017"}');
    await expect(learn).toBeVisible();
  });

  test('reaches the till through a dialog, which stays as it is, and fires no shortcut', async ({ page }) => {
    await page.keyboard.press('F1');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await scan(page, {}, '2900000000000017');
    await expect(page.getByText('1 scan', { exact: true })).toBeAttached();
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    // A question mark shows the keys, a slash goes to the search, Ctrl+K too.
    const address = 'https://shop.example/card?id=2900000000000017';
    await scan(page, {}, address);
    await expectScan(page, 2, address);
    await scan(page, {}, `]C1\u000B2900000000000017\u000B`);
    await expectScan(page, 3, '2900000000000017');
    await expect(dialog).toBeHidden();
  });
});

const caretOf = (element: HTMLInputElement) => [element.selectionStart, element.selectionEnd];

test.describe('recordings', () => {
  test.beforeEach(({ page }) => openScannerPage(page));

  test('scans at 5 to 60 ms a key, of every habit: none is lost', async ({ page }) => {
    test.setTimeout(recordings.timeoutMs);
    await proveScans(page, recordings.scans, seeded(11));
  });

  test('words and numbers of fast typists: none is taken for a scan, and every character arrives', async ({
    page,
  }) => {
    test.setTimeout(recordings.timeoutMs);
    await proveTyping(page, recordings.words, seeded(12));
  });

  test('scans while somebody types: both arrive', async ({ page }) => {
    test.setTimeout(recordings.timeoutMs);
    const field = tryField(page);
    const mixing = seeded(13);
    for (let number = 1; number <= recordings.mixed; number += 1) {
      await field.fill('');
      const code = aNumber(mixing);
      const typed = typingEvents('kari nordmann oslo', typists.fast, mixing);
      const startMs = 200 + mixing() * 1200;
      const habits = { ...plainScanner, keyMs: 5 + mixing() * 10, dwell: 0.3 };
      const events = [...typed, ...scanEvents(code, habits, mixing, startMs)];
      await playKeys(
        page,
        events.toSorted((left, right) => left.timeMs - right.timeMs),
      );
      await expectScan(page, number, code);
      await expect(field).toHaveValue('kari nordmann oslo');
    }
  });
});

test.describe('what only looks like a scanner at work', () => {
  test.beforeEach(({ page }) => openScannerPage(page));
  test.afterEach(async ({ page }) => {
    await page.waitForTimeout(400); // a scan would show by then
    await expect(page.getByText('0 scans', { exact: true })).toBeVisible();
  });

  test('a key held down', async ({ page }) => {
    const held = Array.from({ length: 30 }, (_, at) => ({
      kind: 'down' as const,
      ...noModifiers,
      repeat: at > 0,
      code: 'Digit7',
      key: '7',
      timeMs: at * 30,
    }));
    await tryField(page).focus();
    await playKeys(page, [...held, { kind: 'up', code: 'Digit7', key: '7', timeMs: 900 }]);
    await expect(tryField(page)).toHaveValue('7'.repeat(30));
  });

  test('text that is pasted, put in by a program, or composed', async ({ page }) => {
    await tryField(page).focus();
    await page.keyboard.insertText('2900000000000017');
    const session = await page.context().newCDPSession(page);
    for (const text of ['に', 'にほ', 'にほん']) {
      await session.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
    }
    await session.send('Input.insertText', { text: '日本' });
    await expect(tryField(page)).toHaveValue('2900000000000017日本');
  });

  test('an address or a sentence typed by a program', async ({ page }) => {
    await tryField(page).focus();
    await page.keyboard.type('Storgata 12, 0155 Oslo, kari1234@post.no');
    await page.keyboard.press('Enter');
    await expect(tryField(page)).toHaveValue('Storgata 12, 0155 Oslo, kari1234@post.no');
  });
});

test('a password manager types into a field for secrets as fast as a scanner', async ({ page }) => {
  await openScannerPage(page);
  await page.getByRole('button', { name: 'Cashiers and lock' }).click();
  const pin = page.getByLabel('New PIN');
  await pin.focus();
  await scan(page, { end: 'none' }, '4711085');
  await expect(pin).toHaveValue('4711085');
});

test('learns a scanner from three scans, says what it learned, and understands it from then on', async ({
  page,
}) => {
  await openScannerPage(page);
  const habits = { layout: 'us', tillLayout: 'azerty', end: 'tab', keyMs: 20, jitter: 0 } as const;
  const learned = { ...plainScanner, ...habits };
  // Letters alone, behind a prefix: no scanner that has not been learned is understood like that.
  await page.getByRole('button', { name: 'Learn the scanner' }).click();
  for (const [at, code] of ['~2900001', '~2900002', '~KUNDEQA'].entries()) {
    await expect(page.getByText(`Scan a card: ${at + 1} of 3`)).toBeVisible();
    await playKeys(page, scanEvents(code, learned, random));
  }
  const told = page.getByRole('form', { name: 'What the scans tell' });
  await expect(told).toContainText('a key every 20 ms');
  await expect(told).toContainText('ends every code with Tab');
  await told.getByRole('button', { name: 'The card says something else' }).click();
  await told.getByLabel('What stands on the card').fill('KUNDEQA');
  await expect(told).toContainText('Now it is read like this.');
  await expect(told).toContainText('American');
  await told.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('It puts ~ before every code; that is taken off.')).toBeVisible();
  const answer = await till.call('settings.get', {});
  expect(answer).toMatchObject({ settings: { scanner: { prefix: '~', suffix: 'tab', layout: 'us' } } });

  await tryField(page).focus();
  await playKeys(page, scanEvents('~KUNDEWZ', learned, random));
  await expectScan(page, 1, 'KUNDEWZ');
  await expect(tryField(page)).toHaveValue('');
  await page.getByRole('button', { name: 'Forget the scanner' }).click();
  await expect(page.getByRole('button', { name: 'Learn the scanner' })).toBeVisible();
});
