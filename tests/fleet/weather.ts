import type { Random } from '../../electron/practice/seed/random.ts';
import type { FleetClock } from './fleet-clock.ts';

const minuteMs = 60_000;

/** The kinds of weather a shop's network has, how often each comes, and for how long on average. */
const spells = [
  ['fair', 6, 10 * minuteMs],
  ['poor', 3, 3 * minuteMs],
  ['gone', 1, 4 * minuteMs],
] as const;
type Spell = (typeof spells)[number][0];

/** What a till's requests met with. */
export interface Traffic {
  requests: number;
  /** Of the answers that came whole. */
  bytes: number;
  refused: number;
  /** Requests the service carried out, and the till never heard of. */
  answersLost: number;
}

export interface Weather {
  /** The network of one till. */
  readonly fetch: typeof globalThis.fetch;
  readonly traffic: Traffic;
  /** From now on nothing goes wrong. */
  clearUp(): void;
}

export function createWeather(clock: FleetClock, random: Random): Weather {
  const traffic: Traffic = { requests: 0, bytes: 0, refused: 0, answersLost: 0 };
  let spell: Spell = 'fair';
  let endsAtMs = clock.now() + random.next() * 2 * spells[0][2];
  let isOver = false;

  function spellNow(): Spell {
    if (isOver) return 'fair';
    if (clock.now() >= endsAtMs) {
      const [next, , meanMs] = random.pickWeighted(spells.map((each) => [each, each[1]] as const));
      spell = next;
      endsAtMs = clock.now() + random.next() * 2 * meanMs;
    }
    return spell;
  }

  return {
    traffic,
    clearUp() {
      isOver = true;
    },
    async fetch(input, init) {
      const now = spellNow();
      const refuses = now === 'gone' || (now === 'poor' && random.chance(0.2));
      const losesAnswer = now === 'poor' && random.chance(0.2);
      traffic.requests += 1;
      if (refuses) {
        traffic.refused += 1;
        throw new TypeError('fetch failed');
      }
      const response = await fetch(input, init);
      const body = await response.arrayBuffer();
      if (losesAnswer) {
        traffic.answersLost += 1;
        throw new TypeError('terminated');
      }
      traffic.bytes += body.byteLength;
      const { status, headers } = response;
      return new Response(body.byteLength === 0 ? null : body, { status, headers });
    },
  };
}
