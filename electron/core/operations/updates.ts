import { succeed } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { UpdateKeeper } from '../updates/update-keeper.ts';
import { answering } from './context.ts';

type UpdateOperation = Extract<OperationName, `updates.${string}`>;

/** The program itself: which it is, and which comes next. */
export function updateHandlers(updates: UpdateKeeper): Handlers<UpdateOperation> {
  return {
    'updates.status': () => answering(async () => ({ status: await updates.status() })),
    'updates.check': () => answering(async () => ({ status: await updates.check() })),
    'updates.install': () => answering(async () => ({ status: await updates.install() })),
    'updates.goBack': () => answering(async () => ({ status: await updates.goBack() })),
    'updates.note': async ({ unsaved }) => {
      updates.noteUnsaved(unsaved);
      return succeed({ unsaved });
    },
  };
}
