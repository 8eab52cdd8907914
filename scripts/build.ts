/** `npm run build`: builds `out/`, whether it is stale or not. */
import { build } from './build-when-stale.ts';

process.exitCode = (await build()) ? 0 : 1;
