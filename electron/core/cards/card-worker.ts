import { parentPort } from 'node:worker_threads';
import { answerCalls, callMethod } from '../threads/answer-calls.ts';
import { createRemote } from '../threads/remote.ts';
import { letTypingGoFirst } from '../threads/worker-start.ts';
import type { CardSource, CardThread } from './card-drawer.ts';
import type { CardModel } from './card-model.ts';
import { drawDocument } from './draw-document.ts';
import { renderCard } from './render-card.ts';

/** The thread that draws cards. */
const port = parentPort;
if (port === null) throw new Error('card-worker.ts runs in a worker thread');

letTypingGoFirst();

const methods: CardThread = {
  renderCard,
  drawDocument: (document, path, source) =>
    drawDocument(cardsOf(createRemote<CardSource>(source)), document, path),
};

answerCalls(port, { run: (method, args) => callMethod(methods, method, args) });

async function* cardsOf({
  methods: source,
}: ReturnType<typeof createRemote<CardSource>>): AsyncGenerator<CardModel> {
  for (;;) {
    const card = await source.next();
    if (card === null) return;
    yield card;
  }
}
