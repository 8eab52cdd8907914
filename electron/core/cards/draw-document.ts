import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { because } from '#shared/contract/error-reasons';
import { TillFailure } from '#shared/contract/errors';
import type { CardModel } from './card-model.ts';
import { drawPages } from './draw-pages.ts';
import type { CardDocument } from './print-document.ts';
import { renderCards } from './render-card.ts';

/**
 * Draws cards into one file, as they come. Without all of them there is no file.
 *
 * @throws TillFailure `printer.unreachable` when the file cannot be written; what the cards fail with
 */
export async function drawDocument(
  cards: AsyncIterable<CardModel>,
  { design, form }: Pick<CardDocument, 'design' | 'form'>,
  path: string,
): Promise<void> {
  // Names of customers: for nobody else on this computer.
  const sink = createWriteStream(path, { mode: 0o600 });
  try {
    if (form === 'pdf') await renderCards(cards, design, sink);
    else await pipeline(drawPages(cards, design), sink);
    if (!sink.closed) await once(sink, 'close');
  } catch (cause) {
    sink.destroy();
    await rm(path, { force: true });
    if (!isFileTrouble(cause)) throw cause;
    throw new TillFailure('printer.unreachable', because('printer.unwritable'));
  }
}

/** The disk or the folder, rather than a fault of the program. */
function isFileTrouble(cause: unknown): boolean {
  return cause instanceof Error && 'syscall' in cause && 'code' in cause;
}
