import { createHmac } from 'node:crypto';

/**
 * Ids for the records of a file that have none: from what a record holds and its
 * place among the equal ones before it, so that the same file read again gives
 * the same ids.
 *
 * @param secret of this till: an id outlives its customer, and without the secret nobody can tell whose it was
 */
export function createUidDeriver(secret: string): (record: object) => string {
  const seen = new Set<number>();
  const repeated = new Map<number, number>();
  const digestOf = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  return (record) => {
    const text = JSON.stringify(record);
    const digest = digestOf(text);
    // Six bytes keep the memory small; two records that share them by chance only skip a place.
    const mark = digest.readUIntBE(0, 6);
    if (!seen.has(mark)) {
      seen.add(mark);
      return uuidOf(digest);
    }
    const place = (repeated.get(mark) ?? 0) + 1;
    repeated.set(mark, place);
    return uuidOf(digestOf(`${place} ${text}`));
  };
}

/** A UUID of one's own making (RFC 9562, version 8). */
function uuidOf(digest: Buffer): string {
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
