/** A terminal and the programs around us may each deliver the same Ctrl+C. */
const sameStopMs = 1000;

/** Resolves when the process is asked to stop (Ctrl+C, SIGTERM); a second, later Ctrl+C ends it at once. */
export function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    let askedAtMs: number | undefined;
    const stop = (): void => {
      if (askedAtMs !== undefined && performance.now() - askedAtMs > sameStopMs) process.exit(130);
      askedAtMs ??= performance.now();
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    process.on('SIGHUP', stop);
  });
}
