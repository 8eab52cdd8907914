import { readFile } from 'node:fs/promises';
import { TillFailure } from '#shared/contract/errors';
import type { OperationInput } from '#shared/contract/operations';
import { signInSchema } from '#shared/contract/sign-in';
import { isUnprotected, problemOfServiceUrl } from '#shared/contract/service-url';
import { tell } from '../../host/log.ts';
import { textOption, UsageError, type Command, type CommandArguments } from '../command.ts';
import { isPracticeStore } from '../is-practice-store.ts';
import { answerFailure, withCore } from '../open-core.ts';
import { unencryptedWords } from '../unencrypted.ts';

type ConnectionInput = OperationInput<'connection.set'>;

/** `connect`: which customer service this till belongs to, and how it signs in. */
export const connect: Command = {
  usage:
    '--service flow-retail|emporix --url URL --tenant T [--store S] [--till N] [--token-file F | --client-id I --client-secret-file F | --sign-in-url URL --sign-in-file F] [--loyalty-mixin MIXIN.FIELD] [--external-id-mixin MIXIN.FIELD]',
  summary: 'Connects the till to its customer service. Secrets come from files, never from arguments.',
  options: {
    service: { type: 'string' },
    url: { type: 'string' },
    tenant: { type: 'string' },
    store: { type: 'string' },
    till: { type: 'string' },
    'token-file': { type: 'string' },
    'client-id': { type: 'string' },
    'client-secret-file': { type: 'string' },
    'sign-in-url': { type: 'string' },
    'sign-in-file': { type: 'string' },
    'loyalty-mixin': { type: 'string' },
    'external-id-mixin': { type: 'string' },
  },
  async run(given, context) {
    const url = requiredOption(given, 'url');
    const problem = problemOfServiceUrl(url);
    if (problem !== undefined) throw new UsageError(`--url: ${problem}`);
    const tenant = requiredOption(given, 'tenant');
    const store = textOption(given, 'store');
    const till = textOption(given, 'till');
    const service = requiredOption(given, 'service');
    if (service !== 'flow-retail' && service !== 'emporix') {
      throw new UsageError(`--service takes flow-retail or emporix, not “${service}”.`);
    }
    const signInUrl = textOption(given, 'sign-in-url');
    const signInProblem = signInUrl === undefined ? undefined : problemOfServiceUrl(signInUrl);
    if (signInProblem !== undefined) throw new UsageError(`--sign-in-url: ${signInProblem}`);
    const mixins = readMixins(given);
    let secret: ConnectionInput['secret'];
    try {
      secret = await readSecret(given);
    } catch (cause) {
      if (cause instanceof TillFailure) return answerFailure(context, { ok: false, error: cause.error });
      throw cause;
    }
    // Said before anything is sent there.
    for (const address of [url, signInUrl]) {
      if (address !== undefined && isUnprotected(address)) tell(unencryptedWords(address));
    }
    const practice = await isPracticeStore(url);
    return withCore(context, async (core) => {
      const answer = await core.call('connection.set', {
        connection: {
          service,
          url,
          tenant,
          ...(store !== undefined && { store }),
          ...(till !== undefined && { till }),
          ...(signInUrl !== undefined && { signInUrl }),
          ...(mixins !== undefined && { mixins }),
          practice,
        },
        secret,
      });
      if (!answer.ok) return answerFailure(context, answer);
      const { untried, clockAheadMs, stores } = answer;
      if (untried !== null) {
        const state =
          untried.code === 'service.unreachable' ? 'does not answer now' : 'cannot try the sign-in now';
        tell(
          `${url} ${state}: ${untried.message} The till is connected; the sign-in is tried when it syncs.`,
        );
      }
      if (clockAheadMs !== null) tell(clockWords(clockAheadMs));
      const known = stores.map(({ storeUid }) => storeUid);
      if (store !== undefined && known.length > 0 && !known.includes(store))
        tell(strangeStoreWords(store, known));
      context.answer(answer);
      return 0;
    });
  },
};

/** No service lists its stores, and a new one has no customers: it may be right. */
function strangeStoreWords(store: string, known: readonly string[]): string {
  return `No customer of the service was seen in the store “${store}”, only in ${known.join(', ')}. Unless it is a new one, connect again with the right --store.`;
}

function clockWords(aheadMs: number): string {
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  return `The clock of this machine is ${minutes} minutes ${aheadMs > 0 ? 'ahead of' : 'behind'} the service’s: set it right, so that times on this till can be trusted.`;
}

/** Where the tenant keeps what its service has no field for; Emporix only. */
function readMixins(given: CommandArguments): ConnectionInput['connection']['mixins'] {
  const loyaltyId = textOption(given, 'loyalty-mixin');
  const externalId = textOption(given, 'external-id-mixin');
  if (loyaltyId === undefined && externalId === undefined) return undefined;
  return { ...(loyaltyId !== undefined && { loyaltyId }), ...(externalId !== undefined && { externalId }) };
}

function requiredOption(given: CommandArguments, name: string): string {
  const value = textOption(given, name);
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing.`);
  return value;
}

async function readSecret(given: CommandArguments): Promise<ConnectionInput['secret']> {
  const tokenFile = textOption(given, 'token-file');
  const clientId = textOption(given, 'client-id');
  const clientSecretFile = textOption(given, 'client-secret-file');
  const signInFile = textOption(given, 'sign-in-file');
  if (signInFile !== undefined) return readSignIn(signInFile);
  if (tokenFile !== undefined && clientId === undefined && clientSecretFile === undefined) {
    return { kind: 'token', token: await readSecretFile(tokenFile) };
  }
  if (tokenFile === undefined && clientId !== undefined && clientSecretFile !== undefined) {
    return { kind: 'client-credentials', clientId, clientSecret: await readSecretFile(clientSecretFile) };
  }
  throw new UsageError(
    'Either --token-file, --client-id with --client-secret-file, or --sign-in-file is wanted.',
  );
}

/** A sign-in as a configuration has it, such as `{"kind":"device","registrationCode":…,"user":…,"password":…}`. */
async function readSignIn(path: string): Promise<ConnectionInput['secret']> {
  const content = await readSecretFile(path);
  try {
    return signInSchema.parse(JSON.parse(content));
  } catch {
    // What is wrong with it may repeat what is in it.
    throw new TillFailure('file.unreadable', { message: `${path} has no sign-in in it.` });
  }
}

/** @throws TillFailure `file.unreadable`, also for an empty file */
async function readSecretFile(path: string): Promise<string> {
  const content = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new TillFailure('file.unreadable', { message: `${path} cannot be read: ${cause.message}` });
  });
  const secret = content.trim();
  if (secret === '') throw new TillFailure('file.unreadable', { message: `${path} is empty.` });
  return secret;
}
