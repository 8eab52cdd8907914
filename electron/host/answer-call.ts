import { fail, type Result } from '#shared/contract/errors';
import { maxRequestBytes } from '#shared/contract/operations';
import type { Core } from '../core/core.ts';

/**
 * Carries one call from outside into the core. Every host takes calls as JSON
 * text, so that size, notation and schema are checked alike on all of them.
 *
 * @param text the operation's input as JSON
 * @returns the operation's answer, or `input.too-large`, `input.invalid`, `operation.unknown`
 */
export async function answerCall(
  core: Pick<Core, 'callUntrusted'>,
  name: unknown,
  text: unknown,
): Promise<Result> {
  if (typeof text !== 'string') return fail('input.invalid');
  if (Buffer.byteLength(text) > maxRequestBytes) return fail('input.too-large');
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    return fail('input.invalid', {
      message: `This is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
    });
  }
  return core.callUntrusted(name, input);
}
