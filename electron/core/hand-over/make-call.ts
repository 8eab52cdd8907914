import { because } from '#shared/contract/error-reasons';
import { fail, succeed, type Result } from '#shared/contract/errors';
import type { UrlCall } from '#shared/hand-over/call-url';

/** How long the sale may take to answer. */
const callTimeoutMs = 3_000;

/**
 * Calls the sale once. Nothing is tried again: a late hand-over would land in the next customer's sale.
 *
 * @param signal breaks the call off when another customer is handed over
 * @returns `hand-over.unreachable`, `hand-over.silent`, `hand-over.refused` or `hand-over.overtaken`
 */
export async function makeCall(
  { method, url, body }: UrlCall,
  deps: { readonly fetch: typeof fetch; readonly signal: AbortSignal; readonly timeoutMs?: number },
): Promise<Result> {
  const late = AbortSignal.timeout(deps.timeoutMs ?? callTimeoutMs);
  try {
    const response = await deps.fetch(url, {
      method,
      // Where it would be sent on to, nobody has allowed.
      redirect: 'manual',
      signal: AbortSignal.any([late, deps.signal]),
      ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
    });
    await response.body?.cancel();
    if (response.ok) return succeed({});
    const status = `${response.status} ${response.statusText}`.trim();
    return fail('hand-over.refused', because('sale.answered', { status }));
  } catch (cause) {
    if (deps.signal.aborted) return fail('hand-over.overtaken');
    if (late.aborted) return fail('hand-over.silent');
    // What fetch throws is a TypeError, whatever the network did.
    if (cause instanceof TypeError) return fail('hand-over.unreachable');
    throw cause;
  }
}
