import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printableText } from '#shared/cards/card-text';
import { drawableText, textOutline, textWidth } from '../../../electron/core/cards/card-font.ts';
import { designFor, shippedDesign } from '../../../electron/core/cards/card-designs.ts';
import { renderCard, type CardFormat } from '../../../electron/core/cards/render-card.ts';
import { cardOf, hostileNames } from './card-samples.ts';
import { proveHarmless } from './hostile-proof.ts';
import { parseEscPos } from './parse-escpos.ts';
import { parseZpl } from './parse-zpl.ts';

/** A few seconds of work, for a machine that has much else to do. */
const slowMachineMs = 240_000;

/** `npm run proof:cards` takes 50,000. */
describe('hostile names', { timeout: slowMachineMs }, () => {
  it('make no printer and no viewer do anything else, and change no bar: 160 names, every design and format', async () => {
    const { names, rendered, strays } = await proveHarmless(160);
    expect(strays).toEqual([]);
    expect(names).toBe(160);
    expect(rendered).toBe(4 * (2 * 40 + 2 * 20 + 10));
  });

  it('would be found out: a command among the bytes of a card stops the parser', async () => {
    const receipt = Buffer.from((await renderCard(cardOf({}), shippedDesign('receipt'), 'escpos')).bytes);
    const kickDrawer = Buffer.from([0x1b, 0x70, 0, 25, 250]);
    for (const at of [0, 5, receipt.length - 3])
      expect(() =>
        parseEscPos(Buffer.concat([receipt.subarray(0, at), kickDrawer, receipt.subarray(at)])),
      ).toThrow(/no part of a card/);
    const label = Buffer.from((await renderCard(cardOf({}), shippedDesign('label'), 'zpl')).bytes).toString();
    for (const command of ['^PQ99', '~JR', '^FO10,10^FDx^FS', '\u001b'])
      expect(() => parseZpl(Buffer.from(label.replace('^PQ1', `${command}^PQ1`)))).toThrow(
        /no part of a card|not one label|neither text/,
      );
  });

  it('hold what they are meant to hold', () => {
    const names = hostileNames(2_000);
    const all = names.join('');
    for (const danger of [
      '^XZ',
      '~',
      '\u001b',
      '\u001d',
      '\u0000',
      '\u202e',
      '\u200b',
      '😀',
      '\ud800',
      '\u00f1',
    ])
      expect(all).toContain(danger);
    expect(names.filter((name) => printableText(name) === name).length).toBeLessThan(names.length / 2);
  });
});

describe('combining marks', () => {
  it.each(['W\u0337', 'a\u0337\u033c', 'Z\u0334\u0335a\u0336\u031bl\u0338\u0358g\u0315o', 'ø\u0315 Ж\u031a'])(
    'on %s come out in every format',
    async (firstname) => {
      for (const format of ['pdf', 'png', 'svg', 'escpos', 'zpl'] as const)
        expect(
          (await renderCard(cardOf({ firstname }), designFor(format, {}), format)).bytes.length,
        ).toBeGreaterThan(100);
    },
  );

  it('have a place in every text, whatever they stand on', () => {
    const mark = fc.integer({ min: 0x0300, max: 0x036f }).map((code) => String.fromCodePoint(code));
    const letter = fc.oneof(
      fc.constantFrom('W', 'ø', 'f', 'i', ' ', 'Ω', 'Ж', '.'),
      fc.string({ minLength: 1, maxLength: 1 }),
    );
    const text = fc
      .array(fc.tuple(letter, fc.string({ unit: mark, maxLength: 3 })), { minLength: 1, maxLength: 8 })
      .map((clusters) => clusters.flat().join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('regular', 'bold'), (name, weight) => {
        const drawn = drawableText(printableText(name), weight);
        expect(textWidth(drawn, weight)).toBeGreaterThanOrEqual(0);
        expect(textOutline(drawn, weight, 12, 0, 0)).not.toContain('NaN');
      }),
      { numRuns: 500 },
    );
  });

  it('are drawn in PDF and SVG alike', async () => {
    const marked = fc.string({
      unit: fc.oneof(
        fc.constantFrom('W', 'ø', 'a', ' '),
        fc.integer({ min: 0x0300, max: 0x036f }).map((code) => String.fromCodePoint(code)),
      ),
      minLength: 1,
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(marked, fc.constantFrom<CardFormat>('pdf', 'svg'), async (firstname, format) => {
        const card = cardOf({ firstname: `A${firstname}`, shopName: `B${firstname}` });
        expect((await renderCard(card, shippedDesign('card'), format)).bytes.length).toBeGreaterThan(100);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a name of any alphabet here', () => {
  it.each(['Łukasz', 'Παπαδόπουλος', 'Щукин', 'Bjørn Åse'])(
    '%s is drawn in dots, dark enough to read',
    async (firstname) => {
      const design = shippedDesign('label');
      const dark = async (name: string) => {
        const { bits } = parseZpl(
          (await renderCard(cardOf({ firstname: name }), design, 'zpl')).bytes,
        ).picture;
        return bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
      };
      expect((await dark(firstname)) - (await dark('王'))).toBeGreaterThan(150 * firstname.length);
    },
  );
});
