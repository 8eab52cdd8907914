import { describe, expect, it } from 'vitest';
import { variantsOf } from '../../../electron/core/lookup/name-variants.ts';

describe('other forms of a name', () => {
  it.each([
    ['bill', 'william'],
    ['kari', 'karin'],
    ['bjorn', 'beorn'],
    ['olav', 'ola'],
    ['per', 'peter'],
    ['lise', 'elisabeth'],
    ['trine', 'katharina'],
    ['fritz', 'friedrich'],
    ['meier', 'mayer'],
    ['pettersson', 'pedersen'],
    ['jonsson', 'johnsen'],
    ['storgt', 'storgata'],
    ['kirkevn', 'kirkeveien'],
    ['hauptstr', 'hauptstrasse'],
    ['street', 'st'],
  ])('%j may be meant by %j, and the other way round', (left, right) => {
    expect(variantsOf(left)).toContain(right);
    expect(variantsOf(right)).toContain(left);
  });

  it('are words as the index has them, few, and never the word itself', () => {
    for (const word of ['kari', 'johannes', 'elisabeth', 'margrethe', 'petersen', 'storgata', 'st', 'al']) {
      const variants = [...variantsOf(word)];
      expect(variants).not.toContain(word);
      expect(variants.length).toBeLessThan(200);
      for (const variant of variants) expect(variant).toMatch(/^[a-z0-9]+$/);
    }
  });

  it('are none of a word that is no name', () => {
    for (const word of ['', 'x', 'xyzzy', '90124471', 'vest', 'berlin'])
      expect([...variantsOf(word)]).toEqual([]);
  });
});
