/** A thrown value as a log takes it, with where it was thrown. */
export function wordsOfCause(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
