import { fail, succeed, type Result } from '#shared/contract/errors';
import { makeKey, parseKey, practiceKeyFile } from '../../core/privacy/key-file.ts';
import { rotateKey } from '../../core/privacy/rotate-key.ts';
import { keyFromEnvironment, practiceKey } from '../../core/privacy/store-key.ts';
import { tell } from '../../host/log.ts';
import type { Command, CommandContext } from '../command.ts';
import { answerFailure, withCore } from '../open-core.ts';

/** `rotate-key`: another key for the store; the one there was opens nothing any more. */
export const rotateKeyCommand: Command = {
  usage: '',
  summary:
    'Gives the store another key: the one in TILLBOOK_NEW_KEY where TILLBOOK_KEY opens it, else a new practice.key. Backups under the former key are replaced by a new one.',
  options: {},
  async run(_given, context) {
    const rotated = rotate(context);
    if (!rotated.ok) return answerFailure(context, rotated);
    return withCore({ ...context, env: rotated.env }, async (core) => {
      await core.noteKeyChanged();
      const replaced = await core.replaceOutdatedBackups();
      if (!replaced.ok) tell(`Backups still have the former key: ${replaced.error.message}`);
      context.answer({ rotated: true });
      return 0;
    });
  },
};

/** @returns the environment that opens the store from now on */
function rotate({ dataDir, env }: CommandContext): Result<{ env: NodeJS.ProcessEnv }> {
  const nowMs = Date.now();
  const given = keyFromEnvironment(env);
  if (given === undefined) {
    const current = practiceKey(dataDir);
    if (!current.ok) return current;
    const keyFile = practiceKeyFile(dataDir);
    const rotated = rotateKey({ dataDir, key: current.key, newKey: makeKey(), keyFile, nowMs });
    return rotated.ok ? succeed({ env }) : rotated;
  }
  if (!given.ok) return given;
  const text = env['TILLBOOK_NEW_KEY'] ?? '';
  const newKey = parseKey(text);
  if (newKey === undefined) {
    return fail('input.invalid', { message: 'TILLBOOK_NEW_KEY is wanted: 64 hexadecimal digits.' });
  }
  const rotated = rotateKey({ dataDir, key: given.key, newKey, nowMs });
  if (!rotated.ok) return rotated;
  tell('From now on TILLBOOK_KEY has to be the new key.');
  return succeed({ env: { ...env, TILLBOOK_KEY: text } });
}
