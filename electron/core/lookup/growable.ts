/** Larger arrays grow by less: half as much again would be megabytes that are hardly ever used. */
const large = 2 ** 19;

/** A typed array of the same kind with at least `length` elements, holding what the old one held. */
export function grown<Cells extends Int32Array | Uint32Array | Uint16Array | Uint8Array>(
  cells: Cells,
  length: number,
): Cells {
  if (cells.length >= length) return cells;
  const Kind = cells.constructor as new (length: number) => Cells;
  const larger = new Kind(
    Math.max(length, Math.ceil(cells.length * (cells.length < large ? 1.5 : 1.125)), 64),
  );
  larger.set(cells);
  return larger;
}
