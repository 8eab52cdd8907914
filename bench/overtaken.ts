/**
 * `npm run bench:overtaken -- --customers N [--folder DIR]`: keys faster than answers, as from a
 * scanner or in a burst: from the last key to its answer, when searches that a later key has
 * overtaken are dropped and when each of them runs. The whole core with both threads. Prints JSON lines.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { readOptions } from '../scripts/command-line.ts';
import { figuresOf, round } from './figures.ts';
import { readyBase } from './ready-base.ts';
import { openTill } from './open-till.ts';

const values = readOptions({
  customers: 25_000,
  texts: 280,
  seed: 1,
  folder: String,
});
const { customers } = values;
/** Between two keys: a scanner that types, and one whose keys all wait when the window looks. */
const keyIntervalsMs = [2, 0];

const base = await readyBase(values.folder, customers, values.seed);
try {
  const core = await openTill(base.makeTill('till'));
  const texts = base.makeQueries(values.texts).map(({ query }) => query);

  /** Types one text key by key. @returns from the last key to its answer, and how many were dropped */
  const type = async (text: string, keyIntervalMs: number, caller: { readonly caller?: string }) => {
    const answers = [];
    let lastKeyMs = 0;
    for (let length = 1; length <= text.length; length += 1) {
      if (length > 1 && keyIntervalMs > 0) await wait(keyIntervalMs);
      lastKeyMs = performance.now();
      answers.push(core.call('customers.search', { query: text.slice(0, length), ...caller }));
    }
    const last = await answers.at(-1)!;
    if (!last.ok) throw new Error(last.error.message);
    const ms = performance.now() - lastKeyMs;
    const dropped = (await Promise.all(answers)).filter(({ ok }) => !ok).length;
    return { ms, keys: answers.length, dropped };
  };

  for (const text of texts.slice(0, 40)) await type(text, 0, {});
  for (const keyIntervalMs of keyIntervalsMs) {
    for (const caller of [{ caller: 'bench' }, {}]) {
      const typed = [];
      for (const text of texts) typed.push(await type(text, keyIntervalMs, caller));
      const keys = typed.reduce((sum, one) => sum + one.keys, 0);
      const dropped = typed.reduce((sum, one) => sum + one.dropped, 0);
      console.log(
        JSON.stringify({
          benchmark: 'overtaken',
          customers,
          keyIntervalMs,
          drops: 'caller' in caller,
          texts: typed.length,
          ...figuresOf(typed.map(({ ms }) => ms)),
          droppedShare: round(dropped / keys),
        }),
      );
    }
  }
  await core.close();
} finally {
  base.remove();
}
