/**
 * `npm run proof:cards -- [--ids N] [--names N] [--seed S] [--medium M] [--design D]`: prints N loyalty ids in every symbology on every medium at
 * 203 and 300 dpi and reads them again from the paper (by the ZPL renderer, which is slow, and by zbar, a tenth of them), and puts N
 * hostile names through every design and format; by default all media and designs. One line of JSON each; exit code 1 at the first misread or stray command.
 */
import { designIds } from '#shared/cards/card-design';
import { readOptions } from '../../../scripts/command-line.ts';
import { proveDecoding, proveDecodingByZbar } from './decode-proof.ts';
import { proveHarmless } from './hostile-proof.ts';
import { media, whyNoPdfPages } from './print-medium.ts';
import { whyNoZbar } from './read-by-zbar.ts';

/** Findings that are told one by one. */
const maxTold = 25;

const values = readOptions({ ids: '2000', names: '50000', design: String, medium: String, seed: 1 });
const [ids, names, seed] = [Number(values.ids), Number(values.names), values.seed];
const chosenMedia = media.filter((medium) => medium === (values.medium ?? medium));
const designs = designIds.filter((designId) => designId === (values.design ?? designId));
const missing = whyNoPdfPages() ?? whyNoZbar();

const numbersAreRight = [ids, names, seed].every((number) => Number.isInteger(number) && number >= 0);
if (!numbersAreRight || chosenMedia.length === 0 || designs.length === 0) {
  process.stderr.write(
    `Wanted: --ids N --names N --seed S --medium ${media.join('|')} --design ${designIds.join('|')}\n`,
  );
  process.exitCode = 2;
} else if (missing !== undefined) {
  process.stderr.write(`${missing}\n`);
  process.exitCode = 2;
} else {
  for (const medium of ids > 0 ? chosenMedia : []) {
    const idsEach = medium === 'zpl-drawn' ? Math.ceil(ids / 10) : ids;
    const { cards, misreads } = await proveDecoding(medium, idsEach, seed, (symbology, done) => {
      if (done % 500 === 0) process.stderr.write(`${medium} ${symbology}: ${done} cards\n`);
    });
    tell({ proof: 'decode', medium, idsEach, cards, misreads: misreads.length }, misreads);
  }
  if (ids > 0 && chosenMedia.includes('png')) {
    const { cards, misreads } = await proveDecodingByZbar(Math.ceil(ids / 10), seed);
    tell({ proof: 'decode-zbar', medium: 'png', cards, misreads: misreads.length }, misreads);
  }
  for (const designId of names > 0 ? designs : []) {
    const { strays, ...counts } = await proveHarmless(names, [designId], (rendered) => {
      if (rendered % 10_000 === 0) process.stderr.write(`hostile names, ${designId}: ${rendered} rendered\n`);
    });
    tell({ proof: 'hostile-names', designId, ...counts, strays: strays.length }, strays);
  }
}

function tell(line: Readonly<Record<string, unknown>>, findings: readonly string[]): void {
  process.stdout.write(`${JSON.stringify({ ...line, ok: findings.length === 0 })}\n`);
  for (const finding of findings.slice(0, maxTold)) process.stderr.write(`  ${finding}\n`);
  if (findings.length > 0) process.exitCode = 1;
}
