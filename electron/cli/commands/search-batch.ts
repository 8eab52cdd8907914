import { open, type FileHandle } from 'node:fs/promises';
import { fail } from '#shared/contract/errors';
import type { Core } from '../../core/core.ts';
import { onlyPositional, type Command, type CommandContext } from '../command.ts';
import { answerFailure, withCore } from '../open-core.ts';

/** `search-batch FILE`: one search per line of `{"query":…}`, each with the time of the search alone. */
export const searchBatch: Command = {
  usage: 'FILE',
  summary: 'One search per line of {"query":…}; answers ids and milliseconds, a line for each.',
  options: {},
  async run(given, context) {
    const path = onlyPositional(given, 'FILE');
    const file = await open(path).catch((cause: NodeJS.ErrnoException) => cause);
    if (file instanceof Error) {
      return answerFailure(
        context,
        fail('file.unreadable', { message: `${path} cannot be read: ${file.message}` }),
      );
    }
    try {
      return await withCore(context, (core) => searchLines(file, core, context));
    } finally {
      await file.close();
    }
  },
};

async function searchLines(file: FileHandle, core: Core, context: CommandContext): Promise<number> {
  let exitCode = 0;
  let line = 0;
  for await (const text of file.readLines({ autoClose: false })) {
    line += 1;
    if (text.trim() === '') continue;
    const query = readQuery(text);
    if (query === undefined) {
      context.answer({ line, ...fail('input.invalid', { message: `Line ${line} is not {"query":"…"}.` }) });
      exitCode = 1;
    } else {
      context.answer({ query, ...(await core.searchTimed(query)) });
    }
  }
  return exitCode;
}

/** The query of a line; undefined when the line is something else. */
function readQuery(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('query' in value)) return undefined;
    return typeof value.query === 'string' ? value.query : undefined;
  } catch {
    return undefined; // not JSON: the caller names the line
  }
}
