import { whyNoShim } from './io-shim.ts';

const reason = whyNoShim();

/** Whether tests that need io-shim.c are left out, which is said in plain sight; in CI they run and fail. */
export const skipsShim = reason !== undefined && process.env['CI'] !== 'true';
if (skipsShim) process.stderr.write(`Skipped, because of io-shim.c: ${reason}.\n`);
