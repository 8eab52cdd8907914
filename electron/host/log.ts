import type { CoreLog } from '../core/core.ts';

/** Says something to the person at the terminal; stdout stays free for answers. */
export function tell(words: string): void {
  process.stderr.write(`${words}\n`);
}

/** The core's log as JSON lines on stderr: what went wrong, not what went well. */
export const logToStderr: CoreLog = (level, event, details) => {
  if (level !== 'info') tell(JSON.stringify({ at: new Date().toISOString(), level, event, ...details }));
};
