import { isUtf8 } from 'node:buffer';

/** A line of a file, counted from 1: its text without the line end, or why it cannot be read. */
export type Line =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly reason: string };

/** Far above any customer, far below what would hold up a till. */
export const maxLineBytes = 1_000_000;

const newline = 0x0a;
const notUtf8 = 'This is not UTF-8 text: save the file with the encoding UTF-8';
const tooLong = 'the line is longer than 1 MB';

/**
 * Cuts bytes into lines (LF or CRLF), a batch for each piece that comes in. A line
 * that is not UTF-8 or too long is reported in its place and reading goes on;
 * memory stays bounded whatever comes. A byte order mark is left out.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let line = 0;
  /** The line whose end has not come yet. */
  let begun: Uint8Array[] = [];
  let begunBytes = 0;

  function hold(piece: Uint8Array): void {
    begunBytes += piece.length;
    if (begunBytes > maxLineBytes) begun = [];
    else if (piece.length > 0) begun.push(piece);
  }

  function endBegun(): Line {
    line += 1;
    const isTooLong = begunBytes > maxLineBytes;
    const bytes = Buffer.concat(begun);
    begun = [];
    begunBytes = 0;
    if (isTooLong) return { line, reason: tooLong };
    if (!isUtf8(bytes)) return { line, reason: notUtf8 };
    const text = bytes.toString('utf8');
    return { line, text: withoutEnd(line === 1 ? text.replace(/^\uFEFF/, '') : text) };
  }

  for await (const chunk of chunks) {
    const firstEnd = chunk.indexOf(newline);
    if (firstEnd < 0) {
      hold(chunk);
      continue;
    }
    hold(chunk.subarray(0, firstEnd));
    const lines = [endBegun()];
    const lastEnd = chunk.lastIndexOf(newline);
    for (const text of splitWhole(chunk.subarray(firstEnd + 1, lastEnd + 1))) {
      line += 1;
      lines.push(text === undefined ? { line, reason: notUtf8 } : { line, text: withoutEnd(text) });
    }
    hold(chunk.subarray(lastEnd + 1));
    yield lines;
  }
  if (begunBytes > 0) yield [endBegun()];
}

/**
 * Texts of whole lines, each ended by a newline, undefined for those that are not
 * UTF-8. Decoding all at once is what makes reading fast; only a block with a bad
 * byte in it is gone through line by line.
 */
function splitWhole(block: Uint8Array): (string | undefined)[] {
  if (isUtf8(block))
    return Buffer.from(block.buffer, block.byteOffset, block.length)
      .toString('utf8')
      .split('\n')
      .slice(0, -1);
  const texts: (string | undefined)[] = [];
  for (let start = 0; start < block.length;) {
    const end = block.indexOf(newline, start);
    const bytes = block.subarray(start, end);
    texts.push(isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : undefined);
    start = end + 1;
  }
  return texts;
}

function withoutEnd(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
