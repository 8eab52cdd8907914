import { resolve } from 'node:path';
import { fail, type Result } from '#shared/contract/errors';
import { storeAt, storePathOf } from '../../core/db/data-folder.ts';
import { resolveHeadlessKey, resolveKnownKey } from '../../core/privacy/store-key.ts';
import {
  checkStore,
  recoverStore,
  restoreBackup,
  startAnew,
  type Replaced,
} from '../../core/privacy/restore-store.ts';
import { tell } from '../../host/log.ts';
import { waysOutOf } from '../../host/ways-out.ts';
import { onlyPositional, UsageError, type Command, type CommandContext } from '../command.ts';
import { answerFailure } from '../open-core.ts';

/** `restore FILE`: a backup in the place of the store. */
export const restore: Command = {
  usage: 'FILE',
  summary:
    'Puts a backup in the place of the till’s data, which goes aside. Changes that were not sent yet are taken out of it where they can be read; the next sync pulls the rest.',
  options: {},
  takesArguments: true,
  async run(given, context) {
    const file = resolve(onlyPositional(given, 'FILE'));
    const { dataDir, env } = context;
    const found = resolveKnownKey(dataDir, env);
    if (!found.ok) return answerFailure(context, found);
    return answerReplaced(context, restoreBackup({ dataDir, key: found.key, file, nowMs: Date.now() }));
  },
};

/** `recover`: what can still be read of a damaged store. */
export const recover: Command = {
  usage: '[--start-anew [--yes]]',
  summary:
    'Makes a new store of all that can be read of a damaged one, which goes aside. With --start-anew: sets data whose key is lost aside and begins with nothing; the folder it goes to can be opened with --data once the key is found; --yes: also of a sound till with changes that were not sent.',
  options: { 'start-anew': { type: 'boolean' }, yes: { type: 'boolean' } },
  async run(given, context) {
    const { dataDir, env } = context;
    if (given.values['start-anew'] === true) {
      const unsent = given.values['yes'] === true ? 0 : unsentOfSound(context);
      if (unsent > 0) {
        throw new UsageError(
          `This till opens. Changes that were not sent: ${unsent}. Run \`till sync\` first, or add --yes to set them aside.`,
        );
      }
      const begun = startAnew(dataDir);
      if (!begun.ok) return answerFailure(context, begun);
      context.answer({ aside: begun.aside });
      if (begun.aside !== null)
        tell(`The data lies in ${begun.aside}, with changes that were not sent: keep it.`);
      return 0;
    }
    const found = resolveHeadlessKey(dataDir, env);
    if (!found.ok) return answerFailure(context, withWays(found));
    const sound = checkStore({ dataDir, key: found.key });
    if (sound.ok) {
      tell('All of it can be read: there is nothing to recover.');
      context.answer({ customers: sound.customers, unsent: sound.unsent, unreadable: [], aside: null });
      return 0;
    }
    if (sound.error.code === 'store.none') return answerFailure(context, sound);
    return answerReplaced(context, withWays(recoverStore({ dataDir, key: found.key, nowMs: Date.now() })));
  },
};

/** How many changes a till that opens has not sent; 0 where it does not open, which is what beginning anew is for. */
function unsentOfSound({ dataDir, env }: CommandContext): number {
  if (storeAt(storePathOf(dataDir)) !== 'there') return 0;
  const found = resolveKnownKey(dataDir, env);
  const sound = found.ok ? checkStore({ dataDir, key: found.key }) : found;
  return sound.ok ? sound.unsent : 0;
}

/** What is left to do where nothing can be read. */
function withWays<Value extends object>(result: Result<Value>): Result<Value> {
  if (result.ok) return result;
  const { code, message } = result.error;
  return fail(code, { ...result.error, message: [message, ...waysOutOf(code)].join(' ') });
}

function answerReplaced(context: CommandContext, replaced: Result<Replaced>): number {
  if (!replaced.ok) return answerFailure(context, replaced);
  const { customers, unsent, unreadable, aside } = replaced;
  context.answer({ customers, unsent, unreadable, aside });
  if (unreadable.length > 0) tell(`Not all could be read of: ${unreadable.join(', ')}.`);
  if (aside !== null) tell(`What there was lies in ${aside}.`);
  return 0;
}
