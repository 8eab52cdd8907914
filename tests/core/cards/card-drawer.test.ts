import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCardDrawer, type CardDrawer } from '../../../electron/core/cards/card-drawer.ts';
import { shippedDesign } from '../../../electron/core/cards/card-designs.ts';
import type { CardModel } from '../../../electron/core/cards/card-model.ts';
import { renderCard } from '../../../electron/core/cards/render-card.ts';

const going = new AbortController().signal;
const document = { design: shippedDesign('card'), form: 'pdf' } as const;

let drawer: CardDrawer;
let folder: string;

beforeAll(() => {
  drawer = createCardDrawer();
  folder = mkdtempSync(join(tmpdir(), 'drawer-'));
});

afterAll(async () => {
  await drawer.stop();
  rmSync(folder, { recursive: true, force: true });
});

function card(number: number): CardModel {
  const loyaltyId = `29000000000000${number}`;
  return {
    shopName: 'Shop',
    customerName: `Person ${number}`,
    loyaltyId,
    displayId: loyaltyId,
    language: 'en',
  };
}

test('draws on its thread what is drawn here', async () => {
  const [there, here] = await Promise.all(
    [drawer.renderCard, renderCard].map((render) => render(card(11), shippedDesign('label'), 'zpl')),
  );
  expect(Buffer.from(there!.bytes)).toEqual(Buffer.from(here!.bytes));
  expect({ ...there, bytes: 0 }).toEqual({ ...here, bytes: 0 });
});

test('goes on after a card that cannot be drawn', async () => {
  const long = { ...card(11), loyaltyId: '2'.repeat(400) };
  await expect(drawer.renderCard(long, shippedDesign('card'), 'svg')).rejects.toThrow('RangeError');
  await expect(drawer.renderCard(card(11), shippedDesign('card'), 'svg')).resolves.toMatchObject({
    fileName: 'card-2900000000000011.svg',
  });
});

test('draws all cards of a document in their order, others meanwhile', async () => {
  const path = join(folder, 'all.html');
  const cards = Array.from({ length: 30 }, (_, at) => card(10 + at));
  let meanwhile = 0;
  async function* slowly(): AsyncGenerator<CardModel> {
    for (const one of cards) {
      if (meanwhile === 0)
        await drawer.renderCard(card(99), document.design, 'svg').then(() => (meanwhile += 1));
      yield one;
    }
  }
  await drawer.drawDocument(slowly(), { ...document, form: 'html' }, path, going);
  expect(meanwhile).toBe(1);
  const drawn = Array.from(readFileSync(path, 'utf8').matchAll(/Person \d+/g), ([name]) => name);
  expect(drawn).toEqual(cards.map(({ customerName }) => customerName));
});

test('leaves no file where it was stopped, where a card fails, and where nothing can be written', async () => {
  const stop = new AbortController();
  function* stopped(): Generator<CardModel> {
    yield card(11);
    stop.abort();
    yield card(12);
  }
  await expect(
    drawer.drawDocument(stopped(), document, join(folder, 'stopped.pdf'), stop.signal),
  ).rejects.toThrow('stopped');

  const cause = new Error('no such customer');
  function* failing(): Generator<CardModel> {
    yield card(11);
    throw cause;
  }
  await expect(drawer.drawDocument(failing(), document, join(folder, 'failed.pdf'), going)).rejects.toBe(
    cause,
  );

  const nowhere = join(folder, 'nowhere', 'cards.pdf');
  await expect(drawer.drawDocument([card(11)], document, nowhere, going)).rejects.toMatchObject({
    error: { code: 'printer.unreachable' },
  });
  expect(existsSync(nowhere)).toBe(false);
  expect(readdirSync(folder)).toEqual(['all.html']);
});
