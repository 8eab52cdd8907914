/**
 * `node scripts/run.mjs scripts/screenshots.ts`: the pictures of README and user
 * guide, taken in Chromium from a real till with the practice store's invented
 * customers. Needs the pages built (`npm run build`). Writes docs/screenshots/: all pictures, or those named
 * (`npm run screenshots -- outbox conflicts`). All of them take some minutes: a service is not asked for its
 * whole list again and again, so those who vanish are not missed at once.
 */
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Locator, Page } from '@playwright/test';
import type { SyncStatus } from '#shared/contract/values';
import { startLoopbackPrinter } from '../tests/browser/loopback-printer.ts';
import { launchChromium } from './find-chromium.ts';
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
  // From here on the till has printers.
  printers: { size: smallScreen, theme: 'light', show: showPrinters },
  'card-designs': { size: smallScreen, theme: 'light', show: showDesigns },
  'card-designs-dark': { size: largeScreen, theme: 'dark', show: showDesigns },
  'many-cards': { size: smallScreen, theme: 'light', show: showManyCards },
  // From here on cards were printed, and nobody knows of one whether it came out.
  'print-queue': { size: smallScreen, theme: 'light', show: showPrintQueue },
  'print-queue-dark': { size: largeScreen, theme: 'dark', show: showPrintQueue },
  // From here on somebody is in the book twice.
  duplicates: { size: smallScreen, theme: 'light', show: showDuplicates },
  'duplicates-dark': { size: largeScreen, theme: 'dark', show: showDuplicates },
  // From here on changes wait, and somebody has to look at some of them.
  outbox: { size: smallScreen, theme: 'light', show: showOutbox },
  'outbox-dark': { size: largeScreen, theme: 'dark', show: showOutbox },
  'outbox-correct': {
    size: smallScreen,
    theme: 'light',
    show: afterPressing('Correct and resend', showOutbox, openForm),
  },
  'outbox-discard': {
    size: smallScreen,
    theme: 'light',
    show: afterPressing('Discard this change', showOutbox, openDialog),
  },
  conflicts: { size: smallScreen, theme: 'light', show: showConflicts },
  'conflicts-dark': { size: largeScreen, theme: 'dark', show: showConflicts },
  // From here on customers have vanished at the service.
  sync: { size: tillScreen, theme: 'light', show: showSync },
  'sync-dark': { size: largeScreen, theme: 'dark', show: showSync },
  'sync-held-back': {
    size: smallScreen,
    theme: 'light',
    show: afterPressing('Look at them', showSync, (page) => openDialog(page).getByRole('listitem').first()),
  },
};

/** @param opened what has to be there before the picture is taken */
function afterPressing(
  button: string,
  show: Picture['show'],
  opened: (page: Page) => Locator,
): Picture['show'] {
  return async (page) => {
    await show(page);
    await page.getByRole('button', { name: button }).click();
    await opened(page).waitFor();
  };
}

function openDialog(page: Page): Locator {
  return page.getByRole('dialog');
}

function openForm(page: Page): Locator {
  return page.getByRole('form', { name: 'Correct and resend' });
}

/** Everything that can wait in an outbox, and one change that the service has refused. */
async function showOutbox(page: Page): Promise<void> {
  await troubleOnce(page);
  await page.keyboard.press('F8');
  await page.getByRole('article').waitFor();
}

async function showConflicts(page: Page): Promise<void> {
  await troubleOnce(page);
  await page.keyboard.press('F8');
  await page.getByRole('button', { name: /^Conflicts/ }).click();
  const form = page.getByRole('form').first();
  await form
    .getByRole('radio', { name: /^At the service/ })
    .first()
    .check();
  await page.mouse.move(0, 0);
}

async function showSync(page: Page): Promise<void> {
  await vanishOnce(page);
  await page.keyboard.press('F9');
  await page.getByRole('button', { name: 'Look at them' }).waitFor();
}

let isTroubled = false;

/** A day at a till: a refused registration, a card nobody has seen come out, two people changing one customer. */
async function troubleOnce(page: Page): Promise<void> {
  if (isTroubled) return;
  isTroubled = true;
  const register = (firstname: string, lastname: string, more: object = {}) =>
    callTill(page, 'customers.create', {
      customer: { customerType: 'PERSON', firstname, lastname, countryCode: 'NO', ...more },
    });
  await register('Ragnhild', 'Fjellheim', {
    mobile: '41355771',
    email: 'ragnhild@fjellheim.example',
    address: 'Kongens gate 3',
    postalCode: '6003',
    city: 'Ålesund',
    defaultStoreUid: 'store-molde',
  });
  await till.askService('POST', '/practice/faults', {
    kind: 'reset-after',
    match: { method: 'POST', path: '/print$' },
    count: 1,
  });
  await callTill(page, 'cards.print', { customerUid: 'demo-kari-nordmann' });
  await until(page, ({ parked }) => parked === 2);
  await till.askService('POST', '/practice/faults', [
    { kind: '500', match: { method: 'PUT', path: '/customers/' } },
    { kind: '500', match: { method: 'POST', path: '/customers$' } },
  ]);
  await callTill(page, 'customers.update', {
    customerUid: 'demo-bjorn-ase',
    changes: { city: 'Bergen', mobile: '90124472' },
  });
  await until(page, ({ recentErrors }) => recentErrors.some(({ during }) => during === 'push'));
  await till.askService('POST', '/customers/batch', {
    update: [
      { customerUid: 'demo-bjorn-ase', customerType: 'PERSON', city: 'Tromsø', mobile: '+4790124473' },
    ],
  });
  await callTill(page, 'sync.now', {});
  await until(page, ({ conflicts }) => conflicts === 2);
  for (const [first, last] of [
    ['Mathias', 'Berg'],
    ['Åse', 'Nordmann'],
    ['Jonas', 'Vik'],
    ['Kari', 'Holm'],
  ]) {
    await register(first ?? '', last ?? '');
  }
}

let hasPrinters = false;

/** A label printer that prints, one that is switched off, and files for a print shop. */
async function addPrintersOnce(page: Page): Promise<void> {
  if (hasPrinters) return;
  hasPrinters = true;
  const { profile } = labels;
  await callTill(page, 'printers.save', { printer: profile });
  await callTill(page, 'printers.save', {
    printer: { ...profile, printerId: 'stock-room', name: 'Stock room', port: 9, language: 'escpos' },
  });
  await callTill(page, 'printers.save', {
    printer: {
      kind: 'file',
      printerId: 'print-shop',
      name: 'Print shop',
      folder: tmpdir(),
      designId: 'sheet',
    },
  });
  await callTill(page, 'settings.set', {
    changes: { cardPrinterId: profile.printerId, batchPrinterId: 'print-shop' },
  });
}

async function openCards(page: Page, section: string): Promise<void> {
  await addPrintersOnce(page);
  await page.keyboard.press('F6');
  await page
    .getByRole('navigation', { name: 'Cards and printers' })
    .getByRole('button', { name: section })
    .click();
}

async function showPrinters(page: Page): Promise<void> {
  await openCards(page, 'Printers');
  await page.getByText('The printer does not answer.').waitFor();
  await page.getByText('It says nothing of itself.').waitFor();
}

async function showDesigns(page: Page): Promise<void> {
  await openCards(page, 'Card designs');
  await page.getByRole('img', { name: /as it will be printed$/ }).waitFor();
}

async function showManyCards(page: Page): Promise<void> {
  await openCards(page, 'Many cards');
  await page
    .getByLabel('The list, one customer a line')
    .fill('demo-bjorn-ase\ndemo-kari-nordmann\nola@example.com');
  await page.getByText('1 line is nobody on this till').waitFor();
  await page.getByRole('button', { name: 'Print 2 cards' }).scrollIntoViewIfNeeded();
}

let hasPrinted = false;

async function showPrintQueue(page: Page): Promise<void> {
  await addPrintersOnce(page);
  if (!hasPrinted) {
    hasPrinted = true;
    const found = await callTill(page, 'customers.search', { query: 'hansen', limit: 4 });
    for (const { customerUid } of found.ok ? found.hits : []) await printed(page, customerUid, 'sent');
    labels.behave('hangs-up');
    await printed(page, 'demo-kari-nordmann', 'needs-attention');
  }
  await openCards(page, 'Print queue');
  await page.getByRole('article', { name: 'Kari Nordmann' }).waitFor();
}

/** Prints a card and waits for what becomes of it. */
async function printed(page: Page, customerUid: string, state: 'sent' | 'needs-attention'): Promise<void> {
  await callTill(page, 'cards.print', { customerUid });
  for (;;) {
    const answer = await callTill(page, 'cards.jobs', { customerUid, states: [state] });
    if (answer.ok && answer.total > 0) return;
    await wait(100);
  }
}

let hasVanished = false;

/** The service loses more of its customers at once than can be true. */
async function vanishOnce(page: Page): Promise<void> {
  if (hasVanished) return;
  hasVanished = true;
  await till.askService('DELETE', '/practice/faults');
  const { items } = (await till.askService('GET', '/customers?pageSize=400&sortBy=customerUid')) as {
    items: { customerUid: string }[];
  };
  const gone = items.filter(({ customerUid }) => !customerUid.startsWith('demo-')).slice(0, 320);
  await till.askService('POST', '/customers/batch', {
    delete: gone.map(({ customerUid }) => ({ customerUid })),
  });
  await until(page, ({ heldBack }) => heldBack > 0, 'sync.now');
}

/** Waits for the sync to have come so far; `operation` may give it a push each time. */
async function until(
  page: Page,
  isSo: (status: SyncStatus) => boolean,
  operation: 'sync.status' | 'sync.now' = 'sync.status',
): Promise<void> {
  for (;;) {
    const answer = await callTill(page, operation, {});
    if (answer.ok && isSo(answer.status)) return;
    await wait(operation === 'sync.now' ? 5000 : 500);
  }
}

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

const labels = await startLoopbackPrinter('Counter');
const till = await startServedTill();
const browser = await launchChromium();
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
  const wanted = process.argv.slice(2);
  for (const [name, { size, theme, show }] of Object.entries(pictures)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
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
  await labels.close();
}
