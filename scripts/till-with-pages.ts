/** The headless host with the pages its `serve` command shows built first. */
import { runTill } from '../electron/cli/index.ts';
import { buildWhenStale } from './build-when-stale.ts';

process.exitCode = (await buildWhenStale()) ? await runTill(process.argv.slice(2)) : 1;
