/**
 * `node scripts/run.mjs scripts/screenshots.ts`: the pictures of README and user
 * guide, taken in Chromium from a real till with the practice store's invented
 * customers. Needs the pages built (`npm run build`). Writes docs/screenshots/.
 */
import { mkdirSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { chromiumArguments, findChromium } from './find-chromium.ts';
import { inProject } from './project.ts';
import { callTill, startServedTill } from './served-till.ts';

const folder = inProject('docs/screenshots');

interface Picture {
  readonly size: { readonly width: number; readonly height: number };
  readonly theme: 'light' | 'dark';
  /** What a person does, from the search box on. */
  readonly show: (page: Page) => Promise<void>;
}

const tillScreen = { width: 1366, height: 768 };
const smallScreen = { width: 1024, height: 768 };
const largeScreen = { width: 1920, height: 1080 };

/** Customers who are in the book already, registered once more. */
const secondRecords = [
  {
    customerUid: 'second-bjorn',
    customerType: 'PERSON' as const,
    firstname: 'Bjorn',
    lastname: 'Aase',
    mobile: '90124471',
    postalCode: '6003',
  },
];

const pictures: Readonly<Record<string, Picture>> = {
  till: { size: tillScreen, theme: 'light', show: openBjorn },
  'till-dark': { size: tillScreen, theme: 'dark', show: openBjorn },
  register: {
    size: smallScreen,
    theme: 'light',
    show: async (page) => {
      await page.keyboard.type('bjørn aase 90124471');
      await page.keyboard.press('F2');
      await page.getByText(/% alike/).waitFor();
    },
  },
  card: {
    size: tillScreen,
    theme: 'light',
    show: async (page) => {
      await openBjorn(page);
      await page.keyboard.press('F4');
      await page.getByRole('img', { name: /^Membership card/ }).waitFor();
    },
  },
  // Last: from here on somebody is in the book twice.
  duplicates: { size: smallScreen, theme: 'light', show: showDuplicates },
  'duplicates-dark': { size: largeScreen, theme: 'dark', show: showDuplicates },
};

async function showDuplicates(page: Page): Promise<void> {
  for (const customer of secondRecords) await callTill(page, 'customers.create', { customer });
  await page.keyboard.press('F7');
  await page.getByRole('button', { name: /^(Find duplicates|Look again)$/ }).click();
  await page.getByRole('button', { name: 'Look again' }).waitFor();
  await page.getByRole('article').first().waitFor();
}

async function openBjorn(page: Page): Promise<void> {
  await page.keyboard.type('asse bjorn');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Bjørn Åse', level: 1 }).waitFor();
  await page
    .getByRole('button', { name: /^Show the card/ })
    .locator('img')
    .waitFor();
}

const till = await startServedTill();
const executablePath = findChromium();
const browser = await chromium.launch({
  args: [...chromiumArguments],
  ...(executablePath !== undefined && { executablePath }),
});
try {
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  await till.open(page);
  await callTill(page, 'settings.set', {
    changes: {
      shopName: 'Fjord & Fjell Ålesund',
      consents: [
        {
          consentUid: 'consent-email',
          name: 'Newsletter by e-mail',
          wording: 'We send you news and offers by e-mail. You can stop at any time.',
        },
        { consentUid: 'consent-sms', name: 'Offers by SMS', wording: 'We send you offers by SMS.' },
      ],
    },
  });
  // A till that has been at work: some customers were opened before.
  const found = await callTill(page, 'customers.search', { query: 'hansen', limit: 6 });
  for (const { customerUid } of found.ok ? found.hits : [])
    await callTill(page, 'customers.get', { customerUid });
  for (const [name, { size, theme, show }] of Object.entries(pictures)) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: theme });
    await page.reload();
    await page.getByRole('combobox').waitFor();
    await show(page);
    await page.screenshot({ path: inProject('docs/screenshots', `${name}.png`) });
    console.log(`docs/screenshots/${name}.png`);
  }
} finally {
  await browser.close();
  await till.stop();
}
