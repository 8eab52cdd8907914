import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeBarcodes } from '../core/cards/decode-barcode.ts';

/** What a scanner reads on the pages of a PDF, printed at 300 dpi; in the order of the pages. */
export async function decodePdf(pdf: Uint8Array): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-pages-'));
  try {
    writeFileSync(join(folder, 'cards.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', '300', '-gray', '-png', join(folder, 'cards.pdf'), join(folder, 'page')]);
    const pages = readdirSync(folder).filter((name) => name.endsWith('.png'));
    const codes: string[] = [];
    for (const page of pages.toSorted((left, right) => left.localeCompare(right))) {
      codes.push(...(await decodeBarcodes(readFileSync(join(folder, page)))));
    }
    return codes;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
