import type { Connection } from '#shared/contract/values';
import type { SecretsKeptBy } from '#shared/contract/safekeeping';
import type { Reader } from '../db/reader.ts';
import type { Writer } from '../db/writer.ts';
import type { Remote } from '../threads/remote.ts';

/**
 * Where a host keeps the sign-in at the customer service: with the operating
 * system's key store, or for this run alone where there is none. A host without
 * one leaves it in the encrypted store.
 */
export interface SecretStore {
  readonly keptBy: Exclude<SecretsKeptBy, 'store'>;
  /** Undefined when there is none, or none that can be opened here. */
  read(): unknown;
  /** Undefined removes it. @throws TillFailure `store.unwritable` */
  write(secret: unknown): void;
}

/** How the till signs in at its service. */
export interface SignIn {
  /** As it was saved; undefined when there is none. */
  read(): Promise<unknown>;
  /** Saves a connection with its sign-in. @throws TillFailure as `writer.setConnection` does */
  save(connection: Connection, secret: unknown): Promise<void>;
  /** What came of the sign-in (a device token, an access token), in the place of what there was. */
  keep(secret: unknown): Promise<void>;
  readonly keptBy: SecretsKeptBy;
}

/**
 * A sign-in that somebody has put into the encrypted store (the command line)
 * goes on being read from there; the practice store's is no secret.
 */
export function createSignIn(
  writer: Remote<Writer>,
  reader: Remote<Reader>,
  secrets: SecretStore | undefined,
): SignIn {
  return {
    read: async () => secrets?.read() ?? reader.getSecret('service'),
    async save(connection, secret) {
      const own = connection.practice ? undefined : secrets;
      await writer.setConnection(connection, own === undefined ? secret : undefined);
      secrets?.write(own === undefined ? undefined : secret);
    },
    async keep(secret) {
      if (secrets?.read() === undefined) await writer.setSecret('service', secret);
      else secrets.write(secret);
    },
    keptBy: secrets?.keptBy ?? 'store',
  };
}
