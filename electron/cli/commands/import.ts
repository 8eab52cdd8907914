import { resolve } from 'node:path';
import { openFile } from '../../core/import/open-file.ts';
import { onlyPositional, type Command } from '../command.ts';
import { answerFailure, withCore } from '../open-core.ts';
import { waitForStop } from '../wait-for-stop.ts';

/** `import FILE`: customers from JSON lines or CSV; what cannot be taken is reported line by line. Exit code 1 when nothing could, 130 when stopped. */
export const importFile: Command = {
  usage: 'FILE',
  summary:
    'Customers from a file: JSON lines (fields of the Flow Retail customer) or CSV. Records with a customerUid are taken as the service’s own (an export of it): kept on this till, not sent. Those without one are new customers, and are sent to the service; lines that an earlier import brought are found and left as they are, so a file broken off is simply imported again.',
  options: {},
  takesArguments: true,
  async run(given, context) {
    const path = resolve(onlyPositional(given, 'FILE'));
    // A file that cannot be read must not make a till where there is none.
    const readable = await openFile(path);
    if (!readable.ok) return answerFailure(context, readable);
    return withCore(context, async (core) => {
      const stopped = new AbortController();
      void waitForStop().then(() => stopped.abort());
      const report = await core.importFile(path, {
        onProgress: process.stderr.isTTY ? showProgress : undefined,
        signal: stopped.signal,
      });
      if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
      if (!report.ok) return answerFailure(context, report);
      const { ok: _, ...answer } = report;
      context.answer(answer);
      if (answer.nextLine !== undefined) return 130;
      return answer.imported + answer.already === 0 && answer.rejected.length > 0 ? 1 : 0;
    });
  },
};

function showProgress(done: number): void {
  process.stderr.write(`\r${done} customers`);
}
