import { resolve } from 'node:path';
import { tell } from '../../host/log.ts';
import { UsageError, type Command } from '../command.ts';
import { answerFailure, withCore } from '../open-core.ts';

/** `backup [FOLDER]`: a backup now. */
export const backup: Command = {
  usage: '[FOLDER]',
  summary:
    'Makes a backup now, encrypted with the store’s key and read from end to end; in FOLDER, else in the one of the settings. Those in other folders that hold somebody who was erased since are replaced.',
  options: {},
  takesArguments: true,
  async run(given, context) {
    const [folder, ...rest] = given.positionals;
    if (rest.length > 0) throw new UsageError('One FOLDER is wanted.');
    return withCore(context, async (core) => {
      const made = await core.makeBackup(folder === undefined ? undefined : resolve(folder));
      if (!made.ok) return answerFailure(context, made);
      if (made.unreplaced !== null)
        tell(`Backups from before an erasure or another key may be left: ${made.unreplaced.message}`);
      context.answer(made.backup);
      return 0;
    });
  },
};

/** `backups`: those there are. */
export const backups: Command = {
  usage: '',
  summary: 'The backups in the folder of the settings, newest first, each with its date and size.',
  options: {},
  async run(_given, context) {
    return withCore(context, async (core) => {
      const listed = await core.call('backups.list', {});
      if (!listed.ok) return answerFailure(context, listed);
      context.answer({ folder: listed.folder, backups: listed.backups, error: listed.error });
      return 0;
    });
  },
};
