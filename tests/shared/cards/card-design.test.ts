import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cardDesignSchema, designIds, type CardDesign, type DesignId } from '#shared/cards/card-design';

function shipped(designId: DesignId): CardDesign {
  const file = new URL(`../../../resources/card-designs/${designId}.json`, import.meta.url);
  return cardDesignSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** What is wrong with a card, by field. */
function issuesOf(change: (design: CardDesign) => object, designId: DesignId = 'card'): string[] {
  const design = shipped(designId);
  const read = cardDesignSchema.safeParse({ ...design, ...change(design) });
  return read.success ? [] : read.error.issues.map(({ path }) => path.join('.'));
}

const codeAt = ({ elements }: CardDesign) => elements.findIndex(({ kind }) => kind === 'code');
const png = (width: number, height: number) => {
  const head = Buffer.alloc(60);
  head.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head.toString('base64');
};

it.each(designIds)('the shipped %s is a design', (designId) => {
  expect(shipped(designId).designId).toBe(designId);
});

describe('a design is refused', () => {
  it('without a barcode, and with two', () => {
    expect(
      issuesOf(({ elements }) => ({ elements: elements.filter(({ kind }) => kind !== 'code') })),
    ).toContain('elements');
    expect(issuesOf(({ elements }) => ({ elements: [...elements, ...elements] }))).toContain('elements');
  });

  it('without the loyalty id in words', () => {
    const withoutId = ({ elements }: CardDesign) => ({
      elements: elements.filter((element) => element.kind !== 'text' || element.source !== 'displayId'),
    });
    expect(issuesOf(withoutId)).toEqual(['elements']);
  });

  it('with a barcode too small for every id', () => {
    const squeeze = (design: CardDesign) => ({
      elements: design.elements.map((element) =>
        element.kind === 'code' ? { ...element, heightMm: 11 } : element,
      ),
    });
    expect(issuesOf(squeeze)).toEqual([`elements.${codeAt(shipped('card'))}`]);
  });

  it('with anything on the barcode, under it, or in its clear space', () => {
    for (const kind of ['band', 'rule', 'logo', 'text'] as const) {
      const cover = (design: CardDesign) => ({
        elements: [
          ...design.elements,
          {
            kind,
            leftMm: 2,
            topMm: 45,
            widthMm: 10,
            heightMm: 3,
            ...(kind === 'band' && { shape: 'plain' }),
            ...(kind === 'rule' && { colour: 'ink' }),
            ...(kind === 'logo' && { align: 'left' }),
            ...(kind === 'text' && {
              source: 'title',
              align: 'left',
              weight: 'bold',
              colour: 'ink',
              largestMm: 2,
              smallestMm: 1,
              lines: 1,
            }),
          },
        ],
      });
      expect(issuesOf(cover)).toEqual([`elements.${shipped('card').elements.length}`]);
    }
  });

  it('when something reaches beyond the edge', () => {
    expect(issuesOf(() => ({ widthMm: 80 })).length).toBeGreaterThan(0);
    expect(issuesOf(() => ({ heightMm: 51 }))).toEqual(['elements.6']);
  });

  it('as a receipt wider than receipt printers print', () => {
    expect(issuesOf(() => ({ widthMm: 80 }), 'receipt')).toEqual(['widthMm']);
    expect(issuesOf(() => ({ widthMm: 72 }), 'receipt')).toEqual([]);
  });

  it('with a logo that is no PNG, or too large', () => {
    const jpeg = Buffer.alloc(60, '\xff\xd8\xff', 'latin1').toString('base64');
    for (const logo of ['x', jpeg, png(0, 10), png(10, 2001), 'A'.repeat(200_004), `${png(10, 10)}"`])
      expect(issuesOf(() => ({ logo }))).toContain('logo');
    expect(issuesOf(() => ({ logo: png(2000, 10) }))).toEqual([]);
  });

  it('with labels that do not fit on their page, or a page for what is no sheet', () => {
    expect(issuesOf(({ sheet }) => ({ sheet: { ...sheet, columns: 4 } }), 'sheet')).toEqual([
      'sheet.columns',
    ]);
    expect(issuesOf(({ sheet }) => ({ sheet: { ...sheet, marginTopMm: 40 } }), 'sheet')).toEqual([
      'sheet.rows',
    ]);
    expect(issuesOf(() => ({ sheet: undefined }), 'sheet')).toEqual(['sheet']);
    expect(issuesOf(() => ({ sheet: shipped('sheet').sheet }))).toContain('sheet');
  });

  it('with colours, words or sizes that are none', () => {
    expect(issuesOf(() => ({ colour: 'red"/><script>' }))).toEqual(['colour']);
    const change = (fields: object) => (design: CardDesign) => ({
      elements: design.elements.map((element, index) => (index === 1 ? { ...element, ...fields } : element)),
    });
    expect(issuesOf(change({ source: 'words', words: '  ' }))).toEqual(['elements.1.words']);
    expect(issuesOf(change({ smallestMm: 9 }))).toEqual(['elements.1.smallestMm']);
    expect(issuesOf(change({ leftMm: -1 }))).toEqual(['elements.1.leftMm']);
    expect(issuesOf(change({ leftMm: Number.NaN }))).toEqual(['elements.1.leftMm']);
  });
});
