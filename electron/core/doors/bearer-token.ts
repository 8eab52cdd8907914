import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Reader } from '../db/reader.ts';
import type { Writer } from '../db/writer.ts';
import type { Remote } from '../threads/remote.ts';

/** The secret one asks with at a door; kept in the encrypted store. */
export interface BearerToken {
  /** Made when there is none; another one when `renew` is true, and the former is worth nothing. */
  get(renew?: boolean): Promise<string>;
}

/** @param key its name among the store's secrets */
export function createBearerToken(
  { reader, writer }: { readonly reader: Remote<Reader>; readonly writer: Remote<Writer> },
  key: string,
): BearerToken {
  return {
    async get(renew = false) {
      const known = await reader.getSecret(key);
      if (typeof known === 'string' && !renew) return known;
      const token = randomBytes(32).toString('base64url');
      await writer.setSecret(key, token);
      return token;
    },
  };
}

/** Whether an Authorization header carries the token (RFC 6750); as long for a wrong one of the same length. */
export function carriesToken(authorization: string | undefined, token: string): boolean {
  const offered = Buffer.from(/^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
  const expected = Buffer.from(token);
  return token !== '' && offered.length === expected.length && timingSafeEqual(offered, expected);
}
