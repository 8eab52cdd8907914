import { readFileSync } from 'node:fs';
import { deflateSync, crc32 } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 60 });

test.beforeEach(async ({ page }) => {
  for (const designId of ['card', 'label', 'receipt', 'sheet'] as const) {
    await till.call('cards.resetDesign', { designId });
  }
  await till.call('settings.set', { changes: { shopName: 'Fjord & Fjell' } });
  await till.open(page);
  await page.keyboard.press('F6');
  await page.getByRole('button', { name: 'Card designs' }).click();
  await expect(picture(page, 'Plastic card')).toBeVisible();
});

const picture = (page: Page, design: string) =>
  page.getByRole('img', { name: `${design} as it will be printed` });

/** What of the card can be seen. */
async function drawn(page: Page): Promise<string> {
  return (await picture(page, 'Plastic card').screenshot()).toString('base64');
}

test('draws every change while it is typed, and keeps it for every card once saved', async ({ page }) => {
  const before = await drawn(page);
  await page.getByRole('textbox', { name: 'Title' }).fill('Stamkunde');
  await expect.poll(() => drawn(page)).not.toBe(before);
  const titled = await drawn(page);
  await page.getByRole('textbox', { name: 'Shop name' }).fill('Bokhandel Ålesund');
  await expect.poll(() => drawn(page)).not.toBe(titled);
  // Nothing is saved yet.
  const unsaved = await till.call('cards.designs', {});
  expect(unsaved.ok && unsaved.designs.some(({ isOwn }) => isOwn)).toBe(false);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Plastic card: saved')).toBeVisible();
  const saved = await till.call('cards.designs', {});
  const card = saved.ok ? saved.designs.find(({ design }) => design.designId === 'card') : undefined;
  expect(card?.isOwn).toBe(true);
  expect(card?.design.elements).toContainEqual(
    expect.objectContaining({ source: 'words', words: 'Stamkunde' }),
  );
  expect(card?.design.elements).toContainEqual(expect.objectContaining({ source: 'shopName' }));
  const settings = await till.call('settings.get', {});
  expect(settings.ok && settings.settings.shopName).toBe('Bokhandel Ålesund');
  await page.getByRole('button', { name: 'Back to the shipped one' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Back to the shipped one' }).click();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('');
});

test('shows a card in its true proportions', async ({ page }) => {
  for (const [design, proportion] of [
    ['Plastic card', 85.6 / 54],
    ['Label', 85.6 / 54],
    ['Receipt', 48 / 60],
    ['Sheet of labels', 63.5 / 38.1],
  ] as const) {
    await page.getByText(design, { exact: true }).click();
    await expect
      .poll(() =>
        picture(page, design).evaluate((image) => {
          const { width, height } = image.getBoundingClientRect();
          return width / height;
        }),
      )
      .toBeCloseTo(proportion, 1);
  }
});

test('takes what is not wanted off the card, and says what cannot be', async ({ page }) => {
  const before = await drawn(page);
  await page.getByRole('switch', { name: 'Coloured band' }).uncheck({ force: true });
  await expect.poll(() => drawn(page)).not.toBe(before);
  await page.getByRole('button', { name: 'Customer name: place and size' }).click();
  await page.getByLabel('From top').fill('36');
  await expect(page.getByText('This covers the barcode or the clear space around it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
  await page.getByRole('button', { name: 'Undo changes' }).click();
  await expect(page.getByText('This covers the barcode')).toBeHidden();
  await expect.poll(() => drawn(page)).toBe(before);
});

test('takes a PNG as logo and says why other files are none', async ({ page }) => {
  const choose = async (name: string, mimeType: string, buffer: Buffer) => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a picture …' }).click();
    await (await choosing).setFiles({ name, mimeType, buffer });
  };
  const before = await drawn(page);
  await choose('logo.png', 'image/png', Buffer.from('GIF89a, whatever it is called'));
  await expect(page.getByText('That is no PNG picture.')).toBeVisible();
  await choose('logo.png', 'image/png', pngOf(2400, 10));
  await expect(page.getByText('That picture has 2400 × 10 pixels')).toBeVisible();
  await choose('logo.png', 'image/png', Buffer.concat([pngOf(20, 10), Buffer.alloc(160_000)]));
  await expect(page.getByText(/at most 150 kB fit/)).toBeVisible();
  expect(await drawn(page)).toBe(before);
  await choose('logo.png', 'image/png', pngOf(120, 60));
  await expect.poll(() => drawn(page)).not.toBe(before);
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => drawn(page)).toBe(before);
});

test('says when the number is printed as another code', async ({ page }) => {
  await page.getByLabel('Kind of code').selectOption('QR');
  await expect(page.getByText(/· QR$/)).toBeVisible();
  await page.getByLabel('Kind of code').selectOption('Code 128');
  await expect(page.getByText(/· Code 128$/)).toBeVisible();
});

test('hands a design on as a file and takes it back, and nothing else', async ({ page }) => {
  await page.getByRole('textbox', { name: 'Title' }).fill('Stamkunde');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = readFileSync(await (await downloading).path());
  await page.getByRole('button', { name: 'Undo changes' }).click();
  const take = async (name: string, buffer: Buffer) => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Import …' }).click();
    await (await choosing).setFiles({ name, mimeType: 'application/json', buffer });
  };
  await take('card-design-card.json', file);
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Stamkunde');
  await expect(page.getByRole('button', { name: 'Save' })).toBeEnabled();
  await page.getByRole('button', { name: 'Undo changes' }).click();
  await take('customers.json', Buffer.from('{"elements": "none", "designId": "card"}'));
  await expect(page.getByText(/^customers.json is no card design/)).toBeVisible();
  await take('notes.json', Buffer.from('not even JSON'));
  await expect(page.getByText(/^notes.json is no card design/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('');
});

/** A picture of one grey (PNG specification: signature, IHDR, IDAT, IEND). */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, 0x80);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0;
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
