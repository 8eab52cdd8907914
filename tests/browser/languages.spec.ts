import { expect, test, type Page } from '@playwright/test';
import { overflowing, spilling } from './look-closely.ts';
import { startTillForFile } from './running-till.ts';
import { openSettings } from './views/view.ts';

const till = startTillForFile({ customers: 60 });

/** The files of words the page has asked for since. */
function wordsFetched(page: Page): readonly string[] {
  const fetched: string[] = [];
  page.on('request', (request) => {
    const language = /\/assets\/(en|nb|sv|da|de)-[\w-]+\.js$/.exec(request.url())?.[1];
    if (language !== undefined) fetched.push(language);
  });
  return fetched;
}

/** Every text the page has shown, from its first one on. */
async function rememberDrawn(page: Page): Promise<() => Promise<string>> {
  await page.addInitScript(() => {
    const drawn: string[] = [];
    Object.assign(window, { drawn });
    new MutationObserver(() => drawn.push(document.body?.innerText ?? '')).observe(document, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  return () => page.evaluate(() => (window as unknown as { drawn: string[] }).drawn.join('\n'));
}

/** Visible words, labels and hints that are English: everyday words that German does not have. */
function englishOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const english = /(?<![\w.])(the|and|is|are|this|with|from|has|been|not|yet|your|its|to|of)(?![\w.])/;
    const labels = ['aria-label', 'placeholder', 'title', 'alt'];
    const texts = [...document.querySelectorAll<HTMLElement>('#root *')].flatMap((element) => {
      if (!element.checkVisibility()) return [];
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      return own.map((node) => node.textContent).concat(labels.map((name) => element.getAttribute(name)));
    });
    return [...new Set(texts)].filter((text): text is string => text !== null && english.test(text));
  });
}

test.afterEach(async () => {
  await till.call('settings.set', { changes: { language: 'system' } });
});

test('speaks another language at once, keeps what was typed, and starts in it the next time', async ({
  page,
}) => {
  const fetched = wordsFetched(page);
  await till.open(page);
  await page.keyboard.press('F2');
  await page.getByLabel('First name').fill('Uferdig');
  await page.evaluate(() => Object.assign(window, { sameWindow: true }));
  await openSettings(page, 'Appearance');
  const ofTill = page.getByLabel('Language of the till');
  await ofTill.focus();
  await ofTill.selectOption('Deutsch');

  await expect(page.getByRole('heading', { name: 'Darstellung' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page).toHaveTitle('Einstellungen – Übungsfiliale – Tillbook');
  await expect(page.getByRole('complementary', { name: 'Übungsfiliale' })).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText(/60 von 60/);
  await expect(page.getByLabel('Sprache der Kasse')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F2');
  await expect(page.getByRole('form', { name: 'Neuer Kunde' }).getByLabel('Vorname')).toHaveValue('Uferdig');
  await expect(page.getByLabel('Land').locator('option').nth(1)).toHaveText('Norwegen');

  for (const [language, words] of [
    ['nb', 'Ny kunde'],
    ['sv', 'Ny kund'],
    ['da', 'Ny kunde'],
    ['en', 'New customer'],
  ] as const) {
    await till.call('settings.set', { changes: { language } });
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.getByRole('form', { name: words, exact: true })).toBeVisible();
  }
  expect(await page.evaluate(() => 'sameWindow' in window)).toBe(true);
  // Each is fetched when it is wanted, and once.
  expect(fetched).toEqual(['en', 'de', 'nb', 'sv', 'da']);
});

test('is drawn in one language alone, whatever was shown here last', async ({ page }) => {
  await till.open(page);
  await till.call('settings.set', { changes: { language: 'nb' } });
  await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  const drawn = await rememberDrawn(page);
  const fetched = wordsFetched(page);
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Finn en kunde' })).toBeVisible();
  expect(fetched).toEqual(['nb']);

  // Somebody has changed it meanwhile, at another window of this till.
  await page.evaluate(() => localStorage.setItem('tillbook-language', 'sv'));
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Finn en kunde' })).toBeVisible();
  expect(await drawn()).toContain('Ny kunde');
  expect(await drawn()).not.toMatch(/Register|Ny kund\b|Kunder till hands/);
});

test('leaves nothing in English on any page, and fits the smallest screen in the largest text', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await till.call('settings.set', { changes: { language: 'de', textSize: 'larger' } });
  await till.open(page);
  const settled = async (name: string) => {
    expect.soft(await englishOn(page), name).toEqual([]);
    expect.soft(await overflowing(page), name).toEqual([]);
    expect.soft(await spilling(page), name).toEqual([]);
  };
  await settled('home');
  for (const [key, heading] of [
    ['F9', 'Abgleich'],
    ['F8', 'Postausgang'],
    ['F7', 'Dubletten'],
    ['F6', 'Karten'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeAttached();
    await settled(heading);
  }
  await page.getByRole('button', { name: 'Einstellungen' }).click();
  const sections = page.getByRole('navigation', { name: 'Einstellungen' }).getByRole('button');
  for (const section of await sections.all()) {
    await section.click();
    await settled(await section.innerText());
  }
  await till.call('settings.set', { changes: { textSize: 'normal' } });
});

test('speaks each cashier’s own language, and lets whoever comes in choose theirs at the lock', async ({
  page,
}) => {
  for (const [cashier, pin] of [
    ['Kari', '4711'],
    ['Jonas', '0815'],
  ] as const) {
    await till.call('cashiers.add', { cashier, pin, role: 'manager' });
  }
  await till.open(page);
  await till.call('session.lock', {});
  const enter = async (name: string, pin: string, labels: { pin: string; unlock: string }) => {
    await page.getByRole('main').getByRole('button', { name }).click();
    await page.getByLabel(labels.pin, { exact: true }).fill(pin);
    await page.getByRole('button', { name: labels.unlock }).click();
  };
  const english = { pin: 'PIN', unlock: 'Unlock' };

  await page.getByLabel('Language').selectOption('Norsk bokmål');
  await expect(page.getByRole('heading', { name: 'Denne kassen er låst' })).toBeVisible();
  await enter('Kari', '0000', { pin: 'PIN-kode', unlock: 'Lås opp' });
  await expect(page.getByRole('alert')).toContainText('PIN-koden stemmer ikke.');
  await enter('Kari', '4711', { pin: 'PIN-kode', unlock: 'Lås opp' });
  await expect(page.getByRole('combobox', { name: 'Finn en kunde' })).toBeVisible();
  await expect
    .poll(() => till.call('session.status', {}))
    .toMatchObject({ session: { cashier: 'Kari', language: 'nb' } });

  // The next one finds the till's own language.
  await page.getByRole('contentinfo').getByRole('button', { name: 'Kari' }).click();
  await expect(page.getByRole('heading', { name: 'This till is locked' })).toBeVisible();
  await enter('Jonas', '0815', english);
  await openSettings(page, 'Appearance');
  await page.getByLabel('Language of Jonas').selectOption('Dansk');
  await expect(page.getByLabel('Sprog for Jonas')).toHaveValue('da');
  await page.getByRole('contentinfo').getByRole('button', { name: 'Jonas' }).click();
  await expect(page.getByRole('heading', { name: 'This till is locked' })).toBeVisible();
  await enter('Kari', '4711', english);
  await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  await till.call('session.setLanguage', { language: null });
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  for (const cashier of ['Kari', 'Jonas']) await till.call('cashiers.remove', { cashier });
});
