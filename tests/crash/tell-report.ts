/** Prints what a proof found as one JSON line, with the first of each kind of failure; sets the exit code. */
export function tellReport(
  proof: string,
  figures: Readonly<Record<string, unknown>>,
  failures: Readonly<Record<string, readonly string[]>>,
): void {
  const kinds = Object.entries(failures);
  const counts = Object.fromEntries(kinds.map(([kind, found]) => [kind, found.length]));
  const examples = kinds.flatMap(([kind, found]) => found.slice(0, 10).map((words) => `${kind}: ${words}`));
  process.stdout.write(
    `${JSON.stringify({ proof, ...figures, ...counts, ...(examples.length > 0 ? { examples } : {}) })}\n`,
  );
  process.exitCode = examples.length > 0 ? 1 : 0;
}
