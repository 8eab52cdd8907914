import { TillFailure } from '#shared/contract/errors';
import { getIndexState } from '../db/index-state.ts';
import { statement } from '../db/statement.ts';
import type { Store } from '../db/open.ts';
import { createPagedCells, pageCells } from './paged-cells.ts';
import { createPostings, type Postings } from './postings.ts';
import { createTrie, sealTrie, trieArrays, type Trie } from './trie.ts';

/**
 * The index as it lies in memory, kept in the store, so that opening reads it
 * instead of making it: the dictionary and the settled part of the postings.
 * What changed after `sequence` is taken from the change log.
 *
 * The arrays follow one another in numbered parts (`lookup_snapshot`): whole
 * arrays in parts of {@link partBytes}; last the rows' own tokens, one part a
 * page, because a search needs few of them and the others can follow later. The
 * header (`lookup_state`, 'snapshot') is written last and taken away first, so
 * that there is a whole snapshot or none.
 */
export interface SnapshotHeader {
  readonly layout: string;
  /** Newest change in it. */
  readonly sequence: number;
  readonly highestToken: number;
  readonly words: number;
  /** Length of each array, in elements, in the order of the parts. */
  readonly lengths: readonly number[];
  readonly parts: number;
  /** Words that were dropped from the dictionary before it was made (lookup-rows.ts). */
  readonly dropped: number;
}

export interface SnapshotSource {
  readonly header: SnapshotHeader;
  readPart(part: number): Uint8Array;
}

const partBytes = 1 << 20;
/** How arrays are cut into parts: of another layout a snapshot is not read. */
const layout = `1 ${partBytes} ${pageCells}`;

type Cells = Uint16Array | Uint32Array | Int32Array;

const partsOf = (cells: Cells): number => Math.ceil(cells.byteLength / partBytes);

/**
 * Fixes what is to be written; the index may go on changing meanwhile. Copies the
 * small arrays that change, some megabytes.
 */
export function createSnapshotSource(
  index: { readonly trie: Trie; readonly postings: Postings; readonly highestToken: number },
  from: { readonly sequence: number; readonly dropped: number },
): SnapshotSource {
  const { trie, postings, highestToken } = index;
  const { settledRows, customerIds, classes, starts, packedStarts, packed, settled } = postings;
  if (settled.missing !== undefined) throw new Error('Only what is in memory as a whole can be written');
  // In the order they are read; the rows' own tokens come after them.
  const arrays: readonly Cells[] = [
    ...trieArrays(trie).map((cells) => cells.slice()),
    customerIds.slice(0, settledRows),
    classes.slice(0, settledRows),
    starts,
    packedStarts,
    packed,
  ];
  const parts = arrays.flatMap((cells) =>
    Array.from({ length: partsOf(cells) }, (_, at) => ({ cells, from: at * partBytes })),
  );
  const pages = Math.ceil(settled.cells.length / pageCells);
  return {
    header: {
      layout,
      ...from,
      highestToken,
      words: trie.words,
      lengths: [...arrays.map(({ length }) => length), settled.cells.length],
      parts: parts.length + pages,
    },
    readPart(part) {
      const { cells, from: start } = parts[part] ?? {
        cells: settled.cells,
        from: (part - parts.length) * pageCells * 4,
      };
      const length = part < parts.length ? partBytes : pageCells * 4;
      const end = Math.min(start + length, cells.byteLength);
      return new Uint8Array(cells.buffer, cells.byteOffset + start, end - start).slice();
    },
  };
}

/** Reads the snapshot of the store; undefined when there is none that can be used. */
export function readSnapshot(
  db: Store,
): { readonly header: SnapshotHeader; readonly trie: Trie; readonly postings: Postings } | undefined {
  const text = getIndexState(db, 'snapshot');
  if (text === undefined) return undefined;
  const header = JSON.parse(text) as SnapshotHeader;
  if (header.layout !== layout) return undefined;

  let part = 0;
  const readPart = (number: number): Uint8Array => {
    const row = statement<{ bytes: Buffer }>(db, `SELECT bytes FROM lookup_snapshot WHERE part_id = ?`).get(
      number,
    );
    if (row === undefined) throw new TillFailure('store.damaged');
    return row.bytes;
  };
  const fill = <Kind extends Cells>(cells: Kind): Kind => {
    const bytes = new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength);
    for (let at = 0; at < bytes.length; at += partBytes, part += 1) bytes.set(readPart(part), at);
    return cells;
  };
  const lengths = header.lengths.values();
  const nextLength = (): number => lengths.next().value ?? 0;

  const nodes = header.lengths[0]!;
  const trie = createTrie(nodes);
  for (const cells of trieArrays({ ...trie, nodes })) {
    nextLength();
    fill(cells);
  }
  trie.nodes = nodes;
  trie.words = header.words;
  sealTrie(trie);
  const postings = createPostings({
    customerIds: fill(new Uint32Array(nextLength())),
    classes: fill(new Uint16Array(nextLength())),
    starts: fill(new Uint32Array(nextLength())),
    packedStarts: fill(new Uint32Array(nextLength())),
    packed: fill(new Uint32Array(nextLength())),
    settled: createPagedCells(nextLength(), (page) => {
      const bytes = readPart(firstPage + page);
      return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    }),
  });
  const firstPage = part;
  return { header, trie, postings };
}
