import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { answerCalls } from '../threads/answer-calls.ts';
import { createRemote, type Remote, type RemoteThread } from '../threads/remote.ts';
import { workerUrl } from '../threads/worker-start.ts';
import { shippedDesign } from './card-designs.ts';
import type { CardModel } from './card-model.ts';
import type { CardDocument } from './print-document.ts';
import type { renderCard } from './render-card.ts';
import { testCardIn } from './test-card.ts';

type Document = Pick<CardDocument, 'design' | 'form'>;

/** What the thread that draws does. */
export interface CardThread {
  readonly renderCard: typeof renderCard;
  readonly drawDocument: (document: Document, path: string, source: MessagePort) => Promise<void>;
}

/** Where the thread takes the cards of a document from; null when there are no more. */
export interface CardSource {
  readonly next: () => Promise<CardModel | null>;
}

/** Draws cards without holding up whoever asks for something else meanwhile. */
export interface CardDrawer {
  /** As in render-card.ts. */
  readonly renderCard: Remote<CardThread>['renderCard'];
  /**
   * Draws cards into one file, each taken when the one before is drawn. Without all of them there is no file.
   *
   * @throws TillFailure `printer.unreachable` when the file cannot be written; what the cards fail with; an Error
   *   when it was stopped
   */
  readonly drawDocument: (
    cards: Iterable<CardModel> | AsyncIterable<CardModel>,
    document: Document,
    path: string,
    signal: AbortSignal,
  ) => Promise<void>;
  /** A card is likely: what its drawing needs is loaded before it is asked for, in a while. */
  readonly getReady: () => void;
  readonly stop: () => Promise<void>;
}

/** A till that starts has other things to do first. */
const readyAfterMs = 2_000;

/**
 * Cards are drawn on a thread of their own: a card takes longer than a key stroke may wait.
 *
 * The renderers bring fonts, a PDF writer and a barcode library with them, most of the core's code. A till
 * that prints nothing does without them.
 */
export function createCardDrawer(): CardDrawer {
  let running: { readonly worker: Worker; readonly remote: RemoteThread<CardThread> } | undefined;

  let gettingReady: NodeJS.Timeout | undefined;

  function thread(): Remote<CardThread> {
    running ??= start();
    return running.remote.methods;
  }

  function start(): NonNullable<typeof running> {
    const worker = new Worker(workerUrl(new URL('./card-worker.ts', import.meta.url), 'card-worker'), {
      name: 'cards',
    });
    const remote = createRemote<CardThread>(worker);
    // Whoever waits for a card meets the failure; the next card is drawn by another thread.
    const end = (error: Error): void => {
      remote.end(error);
      if (running?.worker === worker) running = undefined;
    };
    worker.on('error', end);
    worker.on('exit', () => end(new Error('The thread that draws cards has ended')));
    return { worker, remote };
  }

  return {
    renderCard: (model, design, format) => thread().renderCard(model, design, format),

    async drawDocument(cards, { design, form }, path, signal) {
      const { port1, port2 } = new MessageChannel();
      const all = fromAll(cards);
      let failed: { readonly cause: unknown } | undefined;
      const next: CardSource['next'] = async () => {
        try {
          const { done, value } = await all.next();
          if (signal.aborted) throw new Error('Drawing was stopped');
          return done === true ? null : value;
        } catch (cause) {
          failed = { cause };
          throw cause;
        }
      };
      answerCalls(port1, { run: next });
      try {
        await thread().drawDocument({ design, form }, path, port2);
      } catch (cause) {
        // The cards' own failure, rather than what came of it over there.
        throw failed === undefined ? cause : failed.cause;
      } finally {
        port1.close();
        await all.return(undefined);
      }
    },

    getReady() {
      gettingReady ??= setTimeout(() => {
        // Should this fail, so does the first card, and that is told.
        thread()
          .renderCard(testCardIn('en'), shippedDesign('receipt'), 'escpos')
          .catch(() => undefined);
      }, readyAfterMs).unref();
    },

    async stop() {
      clearTimeout(gettingReady);
      await running?.worker.terminate();
    },
  };
}

async function* fromAll<Value>(
  values: Iterable<Value> | AsyncIterable<Value>,
): AsyncGenerator<Value, undefined> {
  yield* values;
}
