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
    'Gives the store another key: the one in TILLBOOK_NEW_KEY, for TILLBOOK_KEY from then on, or a new practice.key where neither is set. Backups under the former key are replaced by a new one.',
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
  const given = keyFromEnvironment(env);
  const current = given ?? practiceKey(dataDir);
  if (!current.ok) return current;
  const task = { dataDir, key: current.key, nowMs: Date.now() };
  const keyFile = given === undefined ? practiceKeyFile(dataDir) : undefined;
  const text = env['TILLBOOK_NEW_KEY'] ?? '';
  if (keyFile !== undefined && text === '') {
    const rotated = rotateKey({ ...task, newKey: makeKey(), keyFile });
    return rotated.ok ? succeed({ env }) : rotated;
  }
  const newKey = parseKey(text);
  if (newKey === undefined) {
    return fail('input.invalid', { message: 'TILLBOOK_NEW_KEY is wanted: 64 hexadecimal digits.' });
  }
  if (Buffer.from(newKey).equals(current.key)) {
    return fail('input.invalid', { message: 'TILLBOOK_NEW_KEY is the key there is: another one is wanted.' });
  }
  const rotated = rotateKey({ ...task, newKey, keyFile, leavesFile: true });
  if (!rotated.ok) return rotated;
  tell('From now on TILLBOOK_KEY has to be the new key.');
  return succeed({ env: { ...env, TILLBOOK_KEY: text } });
}
