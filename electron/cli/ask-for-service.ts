const timeoutMs = 3000;
const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

export type ServiceFound =
  | { readonly reachable: true; readonly practice: boolean }
  | { readonly reachable: false; readonly reason: string; readonly practice: false };

/**
 * Looks whether anything answers at a service's address, and whether it is a
 * practice store: one on this machine that counts its practice customers for
 * whoever asks. No token is sent.
 */
export async function askForService(url: string): Promise<ServiceFound> {
  const onThisMachine = loopbackHosts.has(new URL(url).hostname);
  try {
    const response = await fetch(onThisMachine ? new URL('/practice/customers-count', url) : url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return { reachable: true, practice: onThisMachine && response.ok };
  } catch (cause) {
    return { reachable: false, reason: reasonOf(cause), practice: false };
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
