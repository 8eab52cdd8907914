/**
 * Asks a question again and again while its input changes: waits for a short
 * pause, and hands on an answer only when nothing newer has been asked since.
 */
export function createLatestAsker(pauseMs: number) {
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const answerWhenNewest = async <Answer>(
    question: () => Promise<Answer>,
    take: (answer: Answer) => void,
    asked: number,
  ) => {
    const answer = await question();
    if (asked === newest) take(answer);
  };
  const cancel = () => {
    newest += 1;
    clearTimeout(timer);
  };
  return {
    ask<Answer>(question: () => Promise<Answer>, take: (answer: Answer) => void): void {
      cancel();
      const asked = newest;
      timer = setTimeout(() => {
        void answerWhenNewest(question, take, asked);
      }, pauseMs);
    },
    cancel,
  };
}
