import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export interface HashedPin {
  readonly salt: string;
  readonly hash: string;
}

const deriveKey = promisify<
  string,
  string,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt);
/** RFC 7914 parameters; about 50 ms and 32 MiB a guess. */
const scryptCost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

export async function hashPin(pin: string): Promise<HashedPin> {
  const salt = randomBytes(16).toString('hex');
  return { salt, hash: (await deriveKey(pin, salt, 32, scryptCost)).toString('hex') };
}

const nobodys: HashedPin = { salt: '00'.repeat(16), hash: '00'.repeat(32) };

/** @param hashed undefined for a name nobody has: that costs the same time as a wrong PIN */
export async function isPin(pin: string, hashed: HashedPin | undefined): Promise<boolean> {
  const { salt, hash } = hashed ?? nobodys;
  const alike = timingSafeEqual(await deriveKey(pin, salt, 32, scryptCost), Buffer.from(hash, 'hex'));
  return alike && hashed !== undefined;
}
