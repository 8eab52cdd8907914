import { createHash, createPublicKey, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import type { ConfigSecrets, ConfigSignature, TillConfig } from '#shared/provisioning/till-config';
import { canonicalJson } from './canonical-json.ts';

/** A public key's name: the first 16 hexadecimal digits of the SHA-256 of its DER form. */
export function nameOfKey(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('hex').slice(0, 16);
}

/** SHA-256 of secrets; their nonce keeps it from being guessed once they are gone. */
function digestOfSecrets(secrets: ConfigSecrets): string {
  return createHash('sha256').update(canonicalJson(secrets)).digest('base64');
}

/** The configuration with its signature, its secrets with a nonce. */
export function signConfig(
  config: TillConfig,
  privateKey: KeyObject,
  signedAtMs: number,
): TillConfig & { readonly signature: ConfigSignature } {
  const secrets = config.secrets && { ...config.secrets, nonce: randomBytes(32).toString('base64') };
  const signature: ConfigSignature = {
    key: nameOfKey(createPublicKey(privateKey)),
    signedAt: new Date(signedAtMs).toISOString(),
    ...(secrets && { secrets: digestOfSecrets(secrets) }),
    value: '',
  };
  const unsigned = { ...config, ...(secrets && { secrets }), signature };
  const value = sign(null, signedBytes(unsigned), privateKey).toString('base64');
  return { ...unsigned, signature: { ...signature, value } };
}

/** Whether one of these keys signed the configuration as it is, and the secrets in it, if there are any. */
export function isSignedBy(
  keys: readonly KeyObject[],
  config: TillConfig,
  signature: ConfigSignature,
): boolean {
  const key = keys.find((known) => nameOfKey(known) === signature.key);
  if (key === undefined) return false;
  if (!verify(null, signedBytes(config), key, Buffer.from(signature.value, 'base64'))) return false;
  return config.secrets === undefined || digestOfSecrets(config.secrets) === signature.secrets;
}

/** What is signed: everything but the secrets, which are removed, and the signature itself. */
function signedBytes({ secrets: _secrets, signature, ...rest }: TillConfig): Buffer {
  const { value: _value, ...said } = signature ?? {};
  return Buffer.from(canonicalJson({ ...rest, signature: said }));
}
