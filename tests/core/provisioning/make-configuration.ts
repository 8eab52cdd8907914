import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TillConfig } from '#shared/provisioning/till-config';
import {
  findConfiguration,
  type FoundConfiguration,
} from '../../../electron/core/provisioning/find-configuration.ts';
import { signConfig } from '../../../electron/core/provisioning/signature.ts';
import { makeFolder } from '../db/open-writer.ts';

/** A shop's IT: its key, and the environment in which tills know it. */
export interface ItDepartment {
  readonly privateKey: KeyObject;
  readonly env: NodeJS.ProcessEnv;
}

export function openItDepartment(): ItDepartment {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keyFile = join(makeFolder(), 'config-key.pub');
  writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  return { privateKey, env: { TILLBOOK_CONFIG_KEY: keyFile } };
}

/** Where nobody listens. */
const nowhere = { service: 'flow-retail', url: 'http://127.0.0.1:9/v2', tenant: 'tenant-a' } as const;

/** A till of a shop, with its sign-in as a secret. */
export const shopConfig: TillConfig = {
  version: 1,
  connection: { ...nowhere, store: 'store-1', till: '4', practice: true },
  settings: { language: 'nb', lockAfterMinutes: 2 },
  secrets: { signIn: { kind: 'token', token: 'token-of-the-shop' } },
};

/** Puts a configuration into a till's data folder, signed by this IT. @returns its path */
export function placeConfig(
  dataDir: string,
  config: TillConfig,
  { privateKey }: Pick<ItDepartment, 'privateKey'>,
  signedAtMs = Date.UTC(2026, 0, 15),
): string {
  return writeConfig(dataDir, signConfig(config, privateKey, signedAtMs));
}

export function writeConfig(dataDir: string, config: object): string {
  const path = join(dataDir, 'till.config.json');
  writeFileSync(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  chmodSync(path, 0o600);
  return path;
}

/** What a till started on this folder finds. */
export function found(dataDir: string, { env }: Pick<ItDepartment, 'env'>): FoundConfiguration | undefined {
  return findConfiguration({ dataDir, env });
}
