import { isUtf8 } from 'node:buffer';

/** A line of a file, counted from 1: its text without the line end, or why it cannot be read. */
export type Line =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly reason: string };

/** Far above any customer, far below what would hold up a till. */
const maxLineBytes = 1_000_000;

const newline = 0x0a;
const notUtf8 = 'this is not UTF-8 text: save the file with the encoding UTF-8';
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
    const text = isUtf8(bytes) ? bytes.toString('utf8') : undefined;
    return toLine(line, line === 1 ? text?.replace(/^\uFEFF/, '') : text);
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
      lines.push(toLine(line, text));
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

/** @param text undefined when it is not UTF-8 */
function toLine(line: number, text: string | undefined): Line {
  if (text === undefined) return { line, reason: notUtf8 };
  // A UTF-16 unit takes three bytes of UTF-8 at most: most lines are short enough without counting.
  if (text.length > maxLineBytes / 3 && Buffer.byteLength(text) > maxLineBytes)
    return { line, reason: tooLong };
  return { line, text: text.endsWith('\r') ? text.slice(0, -1) : text };
}
