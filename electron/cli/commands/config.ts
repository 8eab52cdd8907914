import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { TillFailure } from '#shared/contract/errors';
import { isUnprotected } from '#shared/contract/service-url';
import { managedBy, tillConfigJsonSchema } from '#shared/provisioning/till-config';
import { replaceFile } from '../../core/db/store-files.ts';
import { makeDataFolder } from '../../core/db/data-folder.ts';
import { createKeyFile, writeKeyFile } from '../../core/privacy/key-file.ts';
import { findConfiguration } from '../../core/provisioning/find-configuration.ts';
import { readConfiguration } from '../../core/provisioning/read-configuration.ts';
import { nameOfKey, signConfig } from '../../core/provisioning/signature.ts';
import { hashPin } from '../../core/session/pin.ts';
import { tell } from '../../host/log.ts';
import {
  textOption,
  UsageError,
  type Command,
  type CommandArguments,
  type CommandContext,
} from '../command.ts';
import { answerFailure, withCore } from '../open-core.ts';
import { unencryptedWords } from '../unencrypted.ts';

type Run = (given: CommandArguments, context: CommandContext) => Promise<number>;

/** `config`: the configuration by which IT sets tills up. */
export const config: Command = {
  usage: 'check FILE | apply | sign FILE --key F [--out F] | make-key FOLDER | hash-pin | schema',
  summary:
    'The configuration IT sets tills up by: looked at, taken over now, signed; a key to sign with, the hash of a PIN from stdin, the JSON Schema of the file.',
  options: { key: { type: 'string' }, out: { type: 'string' } },
  takesArguments: true,
  async run(given, context) {
    const [name, ...rest] = given.positionals;
    const run = name !== undefined && Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
    if (run === undefined) throw new UsageError(`config takes ${Object.keys(subcommands).join(', ')}.`);
    try {
      return await run({ ...given, positionals: rest }, context);
    } catch (cause) {
      if (!(cause instanceof TillFailure)) throw cause;
      return answerFailure(context, { ok: false, error: cause.error });
    }
  },
};

const subcommands: Readonly<Record<string, Run>> = {
  check,
  apply,
  sign,
  'make-key': makeKeys,
  'hash-pin': hashOfPin,
  schema,
};

/** Whether a till would take this file, and what it would decide there. Nothing is changed. */
async function check(given: CommandArguments, context: CommandContext): Promise<number> {
  const asked = fileOf(given);
  const found = findConfiguration({ ...context, asked });
  if (found === undefined || !found.read.ok) {
    const error = found?.read.ok === false ? found.read.error : undefined;
    if (error === undefined) throw new UsageError('FILE is missing.');
    return answerFailure(context, { ok: false, error });
  }
  const { config: read, trust, secrets, leftOut, signedAtMs } = found.read.configuration;
  const unencrypted = unprotectedIn(read.connection);
  const withoutPin = (read.cashiers ?? []).flatMap(({ name }) =>
    Object.hasOwn(secrets?.pins ?? {}, name) ? [] : [name],
  );
  context.answer({
    ok: leftOut.length === 0,
    trust,
    signedAt: signedAtMs === undefined ? null : new Date(signedAtMs).toISOString(),
    managed: managedBy(read),
    secrets: Object.keys(secrets ?? {}).filter((name) => name !== 'nonce'),
    unknownSettings: leftOut,
    cashiersWithoutPin: withoutPin,
    unencrypted,
  });
  for (const url of unencrypted) tell(unencryptedWords(url));
  if (withoutPin.length > 0) {
    // PINs that tills have taken are not in the file any more: only a till knows whether they are missing.
    tell(`No PIN here for ${withoutPin.join(', ')}: a till on which they have none leaves them out.`);
  }
  for (const name of leftOut) tell(`This version knows no setting “${name}”: a till leaves it out.`);
  return leftOut.length === 0 ? 0 : 1;
}

/** Every command takes the till's configuration over when it opens the till; this one says how that went. */
function apply(given: CommandArguments, context: CommandContext): Promise<number> {
  if (given.positionals.length > 0) throw new UsageError('apply takes no file: --config names another one.');
  return withCore(context, async (core) => {
    const { provisioning } = core;
    context.answer({ ok: provisioning.problems.length === 0, ...provisioning });
    const answer = await core.call('connection.get', {});
    const isByIt = provisioning.managed.includes('connection');
    if (isByIt && answer.ok && answer.connection !== null) {
      for (const url of unprotectedIn(answer.connection)) tell(unencryptedWords(url));
    }
    if (provisioning.file === null) tell('There is no configuration for this till.');
    return provisioning.problems.length === 0 && provisioning.file !== null ? 0 : 1;
  });
}

async function sign(given: CommandArguments, context: CommandContext): Promise<number> {
  const path = fileOf(given);
  const keyFile = textOption(given, 'key');
  if (keyFile === undefined) throw new UsageError('--key is missing: the private key of config make-key.');
  const read = readConfiguration(path);
  if (!read.ok) return answerFailure(context, read);
  if (read.leftOut.length > 0) {
    const message = `This version knows no setting ${read.leftOut.join(', ')}.`;
    return answerFailure(context, { ok: false, error: { code: 'config.invalid', message } });
  }
  const key = readPrivateKey(keyFile);
  const { signature: _former, ...unsigned } = read.asWritten;
  const signed = signConfig(unsigned, key, Date.now());
  const out = resolve(textOption(given, 'out') ?? path);
  orUnwritable(out, () => {
    writeKeyFile(`${out}.next`, `${JSON.stringify(signed, null, 2)}\n`);
    // The till's own account reads it; secrets are for its owner alone.
    if (signed.secrets === undefined) chmodSync(`${out}.next`, 0o644);
    replaceFile(`${out}.next`, out);
  });
  context.answer({
    ok: true,
    file: out,
    key: nameOfKey(createPublicKey(key)),
    signedAt: signed.signature.signedAt,
  });
  return 0;
}

async function makeKeys(given: CommandArguments, context: CommandContext): Promise<number> {
  const folder = fileOf(given, 'FOLDER');
  const [secret, open] = [join(folder, 'config-key.pem'), join(folder, 'config-key.pub')];
  if (existsSync(secret) || existsSync(open)) {
    const message = `There is a key in ${folder} already.`;
    return answerFailure(context, { ok: false, error: { code: 'file.unwritable', message } });
  }
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  orUnwritable(folder, () => {
    makeDataFolder(folder);
    createKeyFile(secret, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(open, publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o644 });
  });
  context.answer({ ok: true, key: nameOfKey(publicKey), private: secret, public: open });
  tell(
    'Keep the private key with IT alone; tills need the public one, where only an administrator can write.',
  );
  return 0;
}

async function hashOfPin(_given: CommandArguments, context: CommandContext): Promise<number> {
  const pin = (await textOf(process.stdin)).trim();
  if (!/^\d{4,12}$/.test(pin)) {
    const message = 'A PIN of 4 to 12 digits is wanted on stdin.';
    return answerFailure(context, { ok: false, error: { code: 'input.invalid', message } });
  }
  context.answer(await hashPin(pin));
  return 0;
}

async function schema(_given: CommandArguments, context: CommandContext): Promise<number> {
  context.answer(tillConfigJsonSchema());
  return 0;
}

/** The addresses of a connection to which a sign-in would travel for everybody to read. */
function unprotectedIn(connection: { url: string; signInUrl?: string | undefined } | undefined): string[] {
  return [connection?.url, connection?.signInUrl].filter(
    (url) => url !== undefined && isUnprotected(url),
  ) as string[];
}

function fileOf(given: CommandArguments, what = 'FILE'): string {
  const [path, ...rest] = given.positionals;
  if (path === undefined || rest.length > 0) throw new UsageError(`One ${what} is wanted.`);
  return resolve(path);
}

/** @throws TillFailure `file.unwritable` for what the system refuses */
function orUnwritable(path: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new TillFailure('file.unwritable', { message: `${path} cannot be written (${code}).` });
  }
}

/** @throws TillFailure `file.unreadable` */
function readPrivateKey(path: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(path));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    const { code = 'no key' } = cause as NodeJS.ErrnoException;
    throw new TillFailure('file.unreadable', { message: `${path} cannot be read (${code}).` });
  }
  throw new TillFailure('file.unreadable', { message: `${path} is no Ed25519 key.` });
}
