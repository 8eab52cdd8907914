import { join } from 'node:path';
import { numberOption, textOption, type Command } from '../command.ts';

/** `practice`: the practice store alone. With `--data` its state survives a restart. */
export const practice: Command = {
  usage: '[--port N] [--customers N] [--seed N]',
  summary: 'The practice store alone; prints its base URLs and tokens. Keeps its state with --data.',
  options: { port: { type: 'string' }, customers: { type: 'string' }, seed: { type: 'string' } },
  async run(given, context) {
    const port = numberOption(given, 'port', { min: 0, max: 65_535 });
    const customers = numberOption(given, 'customers', { min: 0, max: 5_000_000 });
    const seed = numberOption(given, 'seed', { min: 0, max: 2 ** 31 });
    // Loaded here: the other commands start without the practice store's generators.
    const { runPractice } = await import('../../practice/run.ts');
    return runPractice({
      ...(port !== undefined && { port }),
      ...(customers !== undefined && { customers }),
      ...(seed !== undefined && { seed }),
      ...(textOption(given, 'data') !== undefined && { dataDir: join(context.dataDir, 'practice-store') }),
    });
  },
};
