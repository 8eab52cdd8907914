/** The key of every store that a benchmark makes. */
export const benchKey = new Uint8Array(32).fill(7);
