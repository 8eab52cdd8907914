import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail } from '#shared/contract/errors';
import { statusSchema, type Status } from '#shared/health/health';
import { storeAt, storePathOf } from '../../core/db/data-folder.ts';
import { statusPathOf } from '../../core/health/status-file.ts';
import type { Command, CommandContext } from '../command.ts';
import { answerFailure, openCoreUnattended } from '../open-core.ts';

/** `health`: how the till is doing; exit code 1 when a person has to act. */
export const health: Command = {
  usage: '[--schema]',
  summary:
    'How the till is doing: what it measures, or, while it runs, its status.json; --schema: the JSON Schema.',
  options: { schema: { type: 'boolean' } },
  async run(given, context) {
    if (given.values['schema'] === true) {
      context.answer(z.toJSONSchema(statusSchema));
      return 0;
    }
    // Looking must not make a till where there is none.
    if (storeAt(storePathOf(context.dataDir)) === 'none') return answerFailure(context, fail('store.none'));
    const opened = await openCoreUnattended(context);
    if (!opened.ok) return answerRunningTill(context) ?? answerFailure(context, opened);
    try {
      const measured = await opened.core.call('health.get', {});
      return measured.ok
        ? answerHealth(context, { ...measured.health, state: 'stopped' })
        : answerFailure(context, measured);
    } finally {
      await opened.core.close();
    }
  },
};

/** Of a till whose folder is in use; undefined where it says nothing. */
function answerRunningTill(context: CommandContext): number | undefined {
  const path = statusPathOf(context.dataDir);
  if (!existsSync(path)) return undefined;
  const status = statusSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  return status?.state === 'running' ? answerHealth(context, status) : undefined;
}

function answerHealth(context: CommandContext, status: Status): number {
  context.answer(status);
  return status.level === 'act' ? 1 : 0;
}
