import { writeFileSync } from 'node:fs';
import { fail, type Result } from '#shared/contract/errors';
import { storeAt, storePathOf } from '../../core/db/data-folder.ts';
import { collectFromOutside } from '../../core/privacy/diagnostics.ts';
import { onlyPositional, type Command, type CommandContext } from '../command.ts';
import { answerFailure, openCoreUnattended } from '../open-core.ts';
import { findingOf, findingOfNoTill } from './doctor.ts';

/** `diagnostics FILE.zip`: what IT needs to see what is wrong with a till, also one that does not open. */
export const diagnostics: Command = {
  usage: 'FILE.zip',
  summary:
    'What IT needs to see what is wrong, without anything of a customer: versions, doctor, counts, log.',
  options: {},
  takesArguments: true,
  async run(given, context) {
    const path = onlyPositional(given, 'FILE.zip');
    const archive = await collect(context);
    try {
      // For its owner alone, like all a till writes; never over a file that is there.
      writeFileSync(path, archive, { mode: 0o600, flag: 'wx' });
    } catch (cause) {
      return answerFailure(context, refusalOf(path, cause));
    }
    context.answer({ file: path, bytes: archive.length });
    return 0;
  },
};

async function collect(context: CommandContext): Promise<Buffer> {
  const { dataDir } = context;
  if (storeAt(storePathOf(dataDir)) === 'none') {
    return (await collectFromOutside(dataDir, findingOfNoTill(dataDir), null, Date.now())).archive;
  }
  const opened = await openCoreUnattended(context);
  if (!opened.ok) {
    const { error } = opened;
    return (await collectFromOutside(dataDir, findingOf(error), error.code, Date.now())).archive;
  }
  try {
    const collected = await opened.core.call('diagnostics.collect', {});
    if (!collected.ok) throw new Error(collected.error.code);
    return Buffer.from(collected.base64, 'base64');
  } finally {
    await opened.core.close();
  }
}

function refusalOf(path: string, cause: unknown): Extract<Result, { ok: false }> {
  const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
  return fail('file.unwritable', {
    message: isThere ? `${path} is there already.` : `${path} cannot be written.`,
  });
}
