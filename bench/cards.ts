/**
 * `node bench/cards.ts [--cards N]`: how long a card takes to draw, each of another customer, by the shipped designs:
 * PNG at 203 dpi, SVG, PDF, and the bytes for receipt and label printers; then N cards (1,000) to one PDF, as pages
 * and as sheets, with the memory that needs. Times are processor time of this process (`process.cpuUsage`), so that
 * what else the machine does weighs little; `wallMs` is beside it. One JSON line each.
 */
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { symbologies, type CardDesign } from '#shared/cards/card-design';
import { checkDigit, displayLoyaltyId, makeLoyaltyId } from '#shared/customer/loyalty-id';
import { shippedDesign } from '../electron/core/cards/card-designs.ts';
import type { CardModel } from '../electron/core/cards/card-model.ts';
import { renderCard, renderCards, type CardFormat } from '../electron/core/cards/render-card.ts';
import { readOptions } from '../scripts/command-line.ts';
import { figuresOf, round } from './figures.ts';

const values = readOptions({
  cards: 1000,
});
const manyCards = values.cards;
const runs = 300;
/** What a till at work has behind it: compiled code, the letters of the alphabet. */
const warmUpRuns = 60;

const names = [
  'Bjørn Åse',
  'Kari Nordmann',
  'Łukasz Żółw',
  'Ιωάννης Παπαδόπουλος',
  'Александра Римская-Корсакова',
];
const label203 = { ...shippedDesign('card'), dotsPerMm: 8 };
const single: readonly [CardFormat, CardDesign, number][] = [
  ['png', label203, 30],
  ['escpos', shippedDesign('receipt'), 5],
  ['zpl', shippedDesign('label'), 5],
  ['svg', shippedDesign('card'), 30],
  ['pdf', shippedDesign('card'), 200],
];

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

for (const [format, design, goalP95Ms] of single)
  for (const symbology of symbologies) await measureFormat(format, { ...design, symbology }, goalP95Ms);
for (const designId of ['card', 'sheet'] as const) await measureMany(shippedDesign(designId));

async function measureFormat(format: CardFormat, design: CardDesign, goalP95Ms: number): Promise<void> {
  const cpuMs: number[] = [];
  const wallMs: number[] = [];
  let bytes = 0;
  for (let run = 0; run < warmUpRuns + runs; run += 1) {
    const model = customer(run, design.symbology === 'ean13');
    const startMs = performance.now();
    const before = process.cpuUsage();
    const card = await renderCard(model, design, format);
    const { user, system } = process.cpuUsage(before);
    if (run < warmUpRuns) continue;
    cpuMs.push((user + system) / 1000);
    wallMs.push(performance.now() - startMs);
    bytes = card.bytes.length;
  }
  const { designId, symbology } = design;
  console.log(
    JSON.stringify({
      benchmark: 'card-rendered',
      format,
      designId,
      symbology,
      cards: runs,
      bytes,
      ...figuresOf(cpuMs),
      wallMs: figuresOf(wallMs),
      goalP95Ms,
    }),
  );
}

async function measureMany(design: CardDesign): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-bench-cards-'));
  try {
    const file = join(folder, 'cards.pdf');
    const heapMb: number[] = [];
    function* customers(): Generator<CardModel> {
      for (let index = 0; index < manyCards; index += 1) {
        if (index % Math.ceil(manyCards / 10) === 0) {
          collectGarbage();
          heapMb.push(round(process.memoryUsage().heapUsed / 1e6));
        }
        yield customer(index, false);
      }
    }
    const startMs = performance.now();
    const before = process.cpuUsage();
    await renderCards(customers(), design, createWriteStream(file));
    const { user, system } = process.cpuUsage(before);
    console.log(
      JSON.stringify({
        benchmark: 'cards-to-pdf',
        designId: design.designId,
        cards: manyCards,
        cpuS: round((user + system) / 1e6),
        wallS: round((performance.now() - startMs) / 1000),
        goalS: 20,
        fileMb: round(statSync(file).size / 1e6),
        /** At every tenth of the way, after a collection. */
        heapMb,
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function customer(index: number, asEan13: boolean): CardModel {
  const random = String(index * 7_919 + 1_000_003).padStart(13, '0');
  const loyaltyId = asEan13 ? withCheckDigit(`2${random.slice(-11)}`) : makeLoyaltyId(() => random);
  return {
    shopName: 'Nordlys Sport',
    customerName: `${names[index % names.length]} ${index}`,
    loyaltyId,
    displayId: displayLoyaltyId(loyaltyId),
  };
}

function withCheckDigit(digits: string): string {
  return digits + checkDigit(digits);
}
