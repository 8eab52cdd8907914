import { resolve } from 'node:path';
import { openFile } from '../../core/import/open-file.ts';
import { onlyPositional, type Command } from '../command.ts';
import { answerFailure, withCore } from '../open-core.ts';

/** `import FILE`: customers from JSON lines or CSV; what cannot be taken is reported line by line. */
export const importFile: Command = {
  usage: 'FILE',
  summary:
    'Customers from a file: JSON lines (fields of the Flow Retail customer) or CSV. Records with a customerUid are taken as the service’s own (an export of it): kept on this till, not sent. Those without one are new customers, and are sent to the service.',
  options: {},
  takesArguments: true,
  async run(given, context) {
    const path = resolve(onlyPositional(given, 'FILE'));
    // A file that cannot be read must not make a till where there is none.
    const readable = await openFile(path);
    if (!readable.ok) return answerFailure(context, readable);
    return withCore(context, async (core) => {
      const report = await core.importFile(path, process.stderr.isTTY ? showProgress : undefined);
      if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
      if (!report.ok) return answerFailure(context, report);
      context.answer({ imported: report.imported, rejected: report.rejected });
      return 0;
    });
  },
};

function showProgress(done: number): void {
  process.stderr.write(`\r${done} customers`);
}
