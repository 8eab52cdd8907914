/** Resolves when the process is asked to stop (Ctrl+C, SIGTERM); a second Ctrl+C ends it at once. */
export function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => {
      resolve();
    });
    process.once('SIGTERM', () => {
      resolve();
    });
  });
}
