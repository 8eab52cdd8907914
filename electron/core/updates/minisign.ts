import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/**
 * Detached signatures in minisign's own notation, so that IT can check a feed with that program as well:
 * `minisign -V -P KEY -m latest-linux.yml`. Of its two kinds only `Ed` is used, which signs the file itself; the other
 * one needs BLAKE2b, which Electron's cryptography does not have. (jedisct1.github.io/minisign, "Signature format")
 */

const algorithm = Buffer.from('Ed');
const keyIdBytes = 8;
const keyBytes = 32;
const signatureBytes = 64;
/** What stands before the 32 bytes of an Ed25519 key in its public form. (RFC 8410, section 4) */
const publicKeyHeader = Buffer.from('302a300506032b6570032100', 'hex');

/** A key that releases are signed with. */
export interface ReleaseKey {
  /** 8 bytes by which a signature names its key. */
  readonly id: Buffer;
  readonly key: KeyObject;
}

/** @param text 56 letters of base64, as minisign prints a public key; undefined when it is none */
export function parseReleaseKey(text: string): ReleaseKey | undefined {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== algorithm.length + keyIdBytes + keyBytes) return undefined;
  if (!bytes.subarray(0, 2).equals(algorithm)) return undefined;
  const id = bytes.subarray(2, 2 + keyIdBytes);
  const der = Buffer.concat([publicKeyHeader, bytes.subarray(2 + keyIdBytes)]);
  return { id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/** The text of {@link parseReleaseKey}. @param key either half of the pair */
export function spellReleaseKey({ id, key }: ReleaseKey): string {
  const known = key.type === 'private' ? createPublicKey(key) : key;
  const raw = known.export({ format: 'der', type: 'spki' }).subarray(publicKeyHeader.length);
  return Buffer.concat([algorithm, id, raw]).toString('base64');
}

/** @param comment one line, signed with the rest */
export function signFile(content: Uint8Array, { id, key }: ReleaseKey, comment: string): string {
  const signature = sign(null, content, key);
  const whole = sign(null, Buffer.concat([signature, Buffer.from(comment)]), key);
  return [
    'untrusted comment: signature of a Tillbook release feed',
    Buffer.concat([algorithm, id, signature]).toString('base64'),
    `trusted comment: ${comment}`,
    whole.toString('base64'),
    '',
  ].join('\n');
}

/**
 * - `good`
 * - `none`: this is no signature
 * - `other-key`: whoever made it is nobody we know
 * - `changed`: the content is not what was signed
 */
export type Judgement = 'good' | 'none' | 'other-key' | 'changed';

/** @param text of the signature's file */
export function judgeSignature(content: Uint8Array, text: string, known: readonly ReleaseKey[]): Judgement {
  const [, spelled, trusted, spelledWhole] = text.split(/\r?\n/);
  const comment = /^trusted comment: (.*)$/.exec(trusted ?? '')?.[1];
  const bytes = Buffer.from(spelled ?? '', 'base64');
  const whole = Buffer.from(spelledWhole ?? '', 'base64');
  const isOne =
    comment !== undefined &&
    bytes.length === algorithm.length + keyIdBytes + signatureBytes &&
    bytes.subarray(0, 2).equals(algorithm) &&
    whole.length === signatureBytes;
  if (!isOne) return 'none';
  const named = known.find(({ id }) => id.equals(bytes.subarray(2, 2 + keyIdBytes)));
  if (named === undefined) return 'other-key';
  const signature = bytes.subarray(2 + keyIdBytes);
  const isGood =
    verify(null, content, named.key, signature) &&
    verify(null, Buffer.concat([signature, Buffer.from(comment)]), named.key, whole);
  return isGood ? 'good' : 'changed';
}
