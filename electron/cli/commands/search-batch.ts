import { fail, TillFailure } from '#shared/contract/errors';
import type { Core } from '../../core/core.ts';
import { openFile } from '../../core/import/open-file.ts';
import { readLines } from '../../core/import/read-lines.ts';
import { onlyPositional, type Command, type CommandContext } from '../command.ts';
import { answerFailure, withCore } from '../open-core.ts';

/** `search-batch FILE`: one search per line of `{"query":…}`, each with the time of the search alone. */
export const searchBatch: Command = {
  usage: 'FILE',
  summary: 'One search per line of {"query":…}; answers ids and milliseconds, a line for each.',
  options: {},
  takesArguments: true,
  async run(given, context) {
    const opened = await openFile(onlyPositional(given, 'FILE'));
    if (!opened.ok) return answerFailure(context, opened);
    return withCore(context, async (core) => {
      try {
        return await searchLines(opened.chunks, core, context);
      } catch (cause) {
        if (cause instanceof TillFailure) return answerFailure(context, { ok: false, error: cause.error });
        throw cause;
      }
    });
  },
};

async function searchLines(
  chunks: AsyncIterable<Uint8Array>,
  core: Core,
  context: CommandContext,
): Promise<number> {
  let exitCode = 0;
  for await (const lines of readLines(chunks)) {
    for (const line of lines) {
      if ('text' in line && line.text.trim() === '') continue;
      const query = 'text' in line ? readQuery(line.text) : undefined;
      let isRead: boolean;
      if (query === undefined) {
        const message = `Line ${line.line} is not {"query":"…"}.`;
        isRead = context.answer({ line: line.line, ...fail('input.invalid', { message }) });
        exitCode = 1;
      } else {
        isRead = context.answer({ query, ...(await core.searchTimed(query)) });
      }
      if (!isRead) return exitCode;
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
