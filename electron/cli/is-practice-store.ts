const timeoutMs = 3000;
const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether a practice store answers at a service's address: one on this machine
 * that counts its practice customers for whoever asks. No token is sent.
 */
export async function isPracticeStore(url: string): Promise<boolean> {
  if (!loopbackHosts.has(new URL(url).hostname)) return false;
  try {
    const response = await fetch(new URL('/practice/customers-count', url), {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Whoever does not answer is no practice store; that it does not answer is told by the try to connect.
    return false;
  }
}
