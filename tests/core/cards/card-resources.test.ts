import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { resourcePath } from '../../../electron/core/resources.ts';
import { capHeight, fontBytes } from '../../../electron/core/cards/card-font.ts';
import { create } from 'fontkit';

describe('what is shipped for cards', () => {
  it('is the rasteriser of the installed package', () => {
    const installed = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
    expect(readFileSync(resourcePath('wasm', 'resvg.wasm')).equals(readFileSync(installed))).toBe(true);
    expect(readFileSync(resourcePath('wasm', 'LICENSE'), 'utf8')).toContain('Mozilla Public License');
  });

  it('is two small fonts with their licence', () => {
    const fonts = readdirSync(resourcePath('fonts')).filter((name) => name.startsWith('NotoSans'));
    expect(fonts.sort()).toEqual(['NotoSans-Bold.ttf', 'NotoSans-Regular.ttf']);
    const bytes = fonts.reduce((sum, name) => sum + statSync(resourcePath('fonts', name)).size, 0);
    expect(bytes).toBeLessThan(1_500_000);
    expect(readFileSync(resourcePath('fonts', 'LICENSE'), 'utf8')).toContain(
      'SIL OPEN FONT LICENSE Version 1.1',
    );
  });

  it.each(['regular', 'bold'] as const)('measures the %s capitals as the font does', (weight) => {
    const font = create(fontBytes(weight));
    if (!('capHeight' in font)) throw new Error('a collection');
    expect(font.capHeight / font.unitsPerEm).toBe(capHeight);
  });
});
