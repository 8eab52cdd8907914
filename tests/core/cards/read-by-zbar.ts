import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What zbar can read of what cards carry. */
export const zbarSymbologies = ['code128', 'ean13', 'qrcode'] as const;

/** Why zbar cannot be asked here; undefined when it can. */
export function whyNoZbar(): string | undefined {
  const { error } = spawnSync('zbarimg', ['--version'], { stdio: 'ignore' });
  return error === undefined ? undefined : 'there is no zbarimg (Debian: zbar-tools)';
}

/** What zbar, a decoder that shares nothing with zxing, reads from the bytes of a PNG: a line for each barcode. */
export function readByZbar(png: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-zbar-'));
  try {
    const file = join(folder, 'card.png');
    writeFileSync(file, png);
    const kinds = zbarSymbologies.map((symbology) => `-S${symbology}.enable`);
    const { stdout } = spawnSync('zbarimg', ['--quiet', '--raw', '-Sdisable', ...kinds, file]);
    return stdout.toString('utf8').replace(/\n$/, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
