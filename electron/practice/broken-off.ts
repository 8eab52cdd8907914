/** Whether reading a request failed because its sender broke it off: nobody is left to answer, and it is no bug. */
export const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error &&
  (error as NodeJS.ErrnoException).code === 'ECONNRESET' &&
  error.message === 'aborted';
