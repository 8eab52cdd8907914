import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { languages } from '#shared/contract/languages';
import { handOverOff } from '#shared/hand-over/settings';
import { expectNoOverflow, startJourney, watchKeys, wordsOf, type Input, type Journey } from './journey.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile();

const inputs: readonly Input[] = ['keyboard', 'touch', 'scanner'];
const sizes = [
  { width: 1024, height: 768 },
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
] as const;

/** Every language with every input, and between them every pair of language, input, size and theme. */
const rows = languages.flatMap((language, at) =>
  inputs.map((input, kind) => ({
    language,
    input,
    size: sizes[(at + kind) % sizes.length] ?? sizes[0],
    theme: (at + kind + Number(kind === 2)) % 2 === 0 ? ('light' as const) : ('dark' as const),
  })),
);
type Row = (typeof rows)[number];

/** Fast for a person; slow enough not to be a scanner. */
const typeDelayMs = 60;
/** 80 words a minute. */
const practisedDelayMs = 150;

test.beforeAll(async () => {
  const handOver = { ...handOverOff, clipboard: { when: 'asked' as const, template: '{loyaltyId}' } };
  const answer = await till.call('settings.set', { changes: { handOver } });
  expect(answer.ok).toBe(true);
});

let contexts: BrowserContext[] = [];
test.afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
});

function tell(row: Row, taken: Journey): void {
  const { language, theme, size } = row;
  process.stdout.write(
    `${JSON.stringify({ ...taken, language, theme, size: `${size.width}×${size.height}` })}\n`,
  );
}

const searchBox = (page: Page) => page.locator('#search');
const heading = (name: string) => ({ selector: 'main h1', text: name });

async function loyaltyIdOf(query: string): Promise<string> {
  const found = await till.call('customers.search', { query, limit: 1 });
  return (found.ok && found.hits[0]?.loyaltyId) || '';
}

for (const [number, row] of rows.entries()) {
  const { language, input, size, theme } = row;
  test(`${input}, ${language}, ${size.width}×${size.height}, ${theme}: found, into the sale, registered`, async ({
    browser,
  }) => {
    const word = wordsOf(language);
    await till.call('settings.set', { changes: { language } });
    const context = await browser.newContext({
      viewport: size,
      colorScheme: theme,
      hasTouch: input === 'touch',
      permissions: ['clipboard-read'],
    });
    contexts.push(context);
    const page = await context.newPage();
    // Where nobody is found, another button offers to register what was typed.
    const headerRegister = page.getByRole('button', { name: word('header.register'), exact: true });
    await watchKeys(page);
    await till.open(page);
    await expect(headerRegister).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', language);

    // Somebody known, found and handed over.
    const find = startJourney(page, input, typeDelayMs);
    if (input === 'scanner') {
      await find.scan(await loyaltyIdOf('asse bjorn'));
    } else {
      await find.type('asse bjorn', searchBox(page));
      // A finger goes for the name it reads, not for whoever was first before the answer.
      await find.ask('Enter', page.getByRole('option', { name: 'Bjørn Åse' }).first(), heading('Bjørn Åse'));
    }
    await expect(page.getByRole('heading', { name: 'Bjørn Åse', level: 1 })).toBeVisible();
    const done = { selector: 'body', text: word('handOver.done', { how: word('handOver.how.clipboard') }) };
    await find.ask('F10', page.getByRole('button', { name: word('handOver.button') }), done);
    const found = find.end('find, into the sale');
    tell(row, found);
    expect(found.keyActions).toBeLessThanOrEqual(2);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await loyaltyIdOf('asse bjorn'));
    await expectNoOverflow(page);

    // Somebody new, with a card that was just scanned where there is a scanner.
    await page.keyboard.press('Escape');
    const name = `Zelda Journey${String.fromCodePoint(65 + number)}`;
    const mobile = `413557${String(10 + number)}`;
    const code = `29000099887766${String(10 + number)}`;
    const register = startJourney(page, input, typeDelayMs);
    await register.type(`${name} ${mobile}`, searchBox(page));
    const title = { selector: 'main h1', text: word('register.title') };
    await register.ask('F2', headerRegister, title);
    if (input === 'scanner') {
      await register.scan(code);
      await expect(page.getByText(word('register.scanned'))).toBeVisible();
    }
    await expectNoOverflow(page);
    await register.ask('Control+Enter', page.locator('main form [type=submit]'), heading(name));
    const registered = register.end('register');
    tell(row, registered);
    expect(registered.keyActions).toBeLessThan(6);
    await expectNoOverflow(page);
    await expect.poll(async () => (await till.practice.search(name)).length).toBe(1);
    const [created] = await till.practice.search(name);
    expect(created).toMatchObject({
      mobile: `+47${mobile}`,
      ...(input === 'scanner' && { loyaltyId: code }),
    });
  });
}

test('somebody found and somebody registered at the speed of a practised typist', async ({ page }) => {
  const row = { language: 'en', input: 'keyboard', size: sizes[1], theme: 'light' } as const;
  await till.call('settings.set', { changes: { language: 'en' } });
  await watchKeys(page);
  await till.open(page);
  const find = startJourney(page, 'keyboard', practisedDelayMs);
  await find.type('asse bjorn', searchBox(page));
  await find.ask('Enter', searchBox(page), heading('Bjørn Åse'));
  tell(row, find.end('find at 80 words a minute'));

  await page.keyboard.press('Escape');
  const register = startJourney(page, 'keyboard', practisedDelayMs);
  await register.type('Zelda Practised 41355799 zelda@quick.example', searchBox(page));
  await register.ask('F2', searchBox(page), { selector: 'main h1', text: 'New customer' });
  await register.ask('Control+Enter', searchBox(page), heading('Zelda Practised'));
  const registered = register.end('register at 80 words a minute');
  tell(row, registered);
  expect(registered.keyActions).toBe(2);
});
