import type { Core, CoreOptions } from '../../../electron/core/core.ts';
import { openCore } from '../operations/open-core.ts';

/** Who is who in these tests: Kari leads, Ola does not. */
export const pins = { Kari: '4711', Ola: '0815' } as const;

/** A till with a manager, who is at it, and a cashier. */
export async function openShop(options: Partial<CoreOptions> = {}): Promise<{ core: Core; dataDir: string }> {
  const { core, dataDir } = await openCore(options);
  await core.call('cashiers.add', { cashier: 'Kari', pin: pins.Kari, role: 'manager' });
  await core.call('cashiers.add', { cashier: 'Ola', pin: pins.Ola, role: 'cashier' });
  return { core, dataDir };
}

export async function comeIn(core: Core, cashier: keyof typeof pins): Promise<void> {
  const answer = await core.call('session.unlock', { cashier, pin: pins[cashier] });
  if (!answer.ok) throw new Error(answer.error.message);
}

/** The codes of answers; `ok` for those without one. */
export function codeOf(answer: { readonly ok: boolean }): string {
  return 'error' in answer ? (answer.error as { code: string }).code : 'ok';
}
