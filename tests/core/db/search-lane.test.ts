import { describe, expect, it } from 'vitest';
import { createSearchLane } from '../../../electron/core/db/search-lane.ts';

/** A reader that answers when it is told to, and remembers what it was asked. */
function openReader() {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  return {
    asked,
    search: (request: string) => {
      asked.push(request);
      return new Promise<string>((resolve) => answers.push(() => resolve(`answer to ${request}`)));
    },
    /** Answers what it is busy with, and waits until the next search is there. */
    async answer(): Promise<void> {
      answers.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const codeOf = (cause: unknown) => (cause as { error: { code: string } }).error.code;

describe('searches on their way to the reader', () => {
  it('runs the first and the last of a burst, and drops what was typed in between', async () => {
    const reader = openReader();
    const search = createSearchLane(reader.search);
    const burst = ['h', 'ha', 'han', 'hans'].map((query) => search(query, 'window').catch(codeOf));
    for (let times = 0; times < 4; times += 1) await reader.answer();
    expect(await Promise.all(burst)).toEqual([
      'answer to h',
      'search.overtaken',
      'search.overtaken',
      'answer to hans',
    ]);
    expect(reader.asked).toEqual(['h', 'hans']);
  });

  it('keeps the place of the one that was overtaken, so that whoever types fast waits no longer', async () => {
    const reader = openReader();
    const search = createSearchLane(reader.search);
    void search('first', 'a');
    void search('a1', 'a').catch(codeOf);
    void search('b1', 'b');
    void search('a2', 'a');
    for (let times = 0; times < 3; times += 1) await reader.answer();
    expect(reader.asked).toEqual(['first', 'a2', 'b1']);
  });

  it('drops nothing for callers that differ or have no name', async () => {
    const reader = openReader();
    const search = createSearchLane(reader.search);
    const callers = ['desktop', undefined, 'browser', undefined, undefined];
    const answers = callers.map((caller, at) => search(String(at), caller));
    for (let times = 0; times < 5; times += 1) await reader.answer();
    expect(await Promise.all(answers)).toEqual(callers.map((_caller, at) => `answer to ${at}`));
  });

  it('goes on after a search that failed', async () => {
    const search = createSearchLane((query: string) =>
      query === 'bad' ? Promise.reject(new Error('broken')) : Promise.resolve(query),
    );
    const [bad, good] = await Promise.allSettled([search('bad'), search('good')]);
    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
  });
});
