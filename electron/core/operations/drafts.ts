import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import { answering, type OperationContext } from './context.ts';

type DraftOperation = Extract<OperationName, `drafts.${string}`>;

/** What was typed and is not saved, so that a crash does not lose it. */
export function draftHandlers({ reader, writer, clock, author }: OperationContext): Handlers<DraftOperation> {
  return {
    'drafts.keep': ({ draft }) =>
      answering(async () => ({ kept: await writer.keepDraft(author(), draft, clock()) })),
    'drafts.list': () => answering(async () => ({ drafts: await reader.listDrafts(author(), clock()) })),
    'drafts.discard': ({ customerUid }) =>
      answering(async () => {
        await writer.dropDraft(author(), customerUid);
        return { kept: false as const };
      }),
  };
}
