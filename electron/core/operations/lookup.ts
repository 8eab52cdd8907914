import { succeed } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { IndexKeeper } from '../db/index-keeper.ts';

/** Operations on the search index itself. */
export function lookupHandlers(index: IndexKeeper): Pick<Handlers, 'lookup.rebuild'> {
  return {
    'lookup.rebuild': async () => {
      await index.rebuild();
      return succeed(index.progress() ?? { done: 0, total: 0 });
    },
  };
}
