import type { Handlers } from '#shared/contract/operations';
import type { Diagnostics } from '../privacy/diagnostics.ts';
import { answering } from './context.ts';

/** What a till says about itself, for those who look after it. */
export function diagnosticsHandlers(
  collect: () => Promise<Diagnostics>,
): Pick<Handlers, 'diagnostics.collect'> {
  return {
    'diagnostics.collect': () =>
      answering(async () => {
        const { fileName, archive } = await collect();
        return { fileName, base64: archive.toString('base64') };
      }),
  };
}
