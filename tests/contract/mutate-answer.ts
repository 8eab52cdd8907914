import type { Random } from '../../electron/practice/seed/random.ts';

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The connection breaks after so many bytes of the text; whole when absent. */
  readonly breaksAt?: number;
}

const strangers: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  'x'.repeat(5000),
  '\u0000',
  [],
  {},
  [[null]],
  { a: { b: { c: null } } },
  true,
  'customer-of-somebody-else',
];

/** What can be wrong with an answer; each makes another one of a right one. */
const mutations: readonly ((answer: WireAnswer, body: unknown, random: Random) => WireAnswer)[] = [
  // Fields left out, of other types, null deep inside, of others: most of what real services do wrong.
  ...Array.from({ length: 6 }, () => withBody((body, random) => changeParts(body, random))),
  (answer, body, random) => {
    const text = JSON.stringify(body) ?? '';
    return { ...answer, text: text.slice(0, random.below(text.length + 1)) };
  },
  (answer, body, random) => {
    const text = JSON.stringify(body) ?? '';
    return { ...answer, text, breaksAt: random.below(text.length + 1) };
  },
  (answer) => ({ ...answer, text: '<!doctype html><html><h1>Welcome to Free Wi-Fi</h1></html>' }),
  (answer) => ({ ...answer, text: '' }),
  (answer, _body, random) => ({
    ...answer,
    text: random.pick(['null', '7', '"x"', '[]', '{}', 'NaN', '[[[[[[', '\uFEFF{}']),
  }),
  (answer, body) => ({ ...answer, text: duplicateKeys(JSON.stringify(body) ?? '') }),
  (answer, body) => ({ ...answer, text: (JSON.stringify(body) ?? '').replaceAll(/\d+/g, '1e999') }),
  (answer, _body, random) => ({ ...answer, text: '['.repeat(random.between(1000, 20_000)) }),
  (answer, body, random) => ({ ...answer, text: JSON.stringify(body) ?? '', status: random.pick(statuses) }),
  (answer, _body, random) => ({
    ...answer,
    status: random.pick(statuses),
    text: random.pick([
      '',
      'Bad Gateway',
      '{"message":null}',
      '{"code":[1],"message":{"a":1},"logId":{}}',
      '{"fault":7}',
      '{"details":{}}',
    ]),
  }),
];

const statuses = [
  200, 201, 202, 204, 205, 206, 207, 226, 300, 301, 304, 400, 401, 402, 403, 404, 405, 406, 409, 410, 411,
  412, 413, 415, 418, 422, 425, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 507, 511, 520, 599,
];

export function mutateAnswer(answer: WireAnswer, body: unknown, random: Random): WireAnswer {
  return random.pick(mutations)(answer, body, random);
}

/** Ten megabytes of a body that goes on and on. */
export function hugeAnswer(answer: WireAnswer): WireAnswer {
  return { ...answer, text: `{"items":[${'{"customerUid":"x"},'.repeat(500_000)}` };
}

function withBody(change: (body: unknown, random: Random) => unknown) {
  return (answer: WireAnswer, body: unknown, random: Random): WireAnswer => ({
    ...answer,
    text: JSON.stringify(change(body, random)) ?? '',
  });
}

/** Changes one to four places anywhere inside. */
function changeParts(body: unknown, random: Random): unknown {
  let changed: unknown = structuredClone(body);
  for (let times = random.between(1, 4); times > 0; times -= 1) changed = changeSomewhere(changed, random);
  return changed;
}

function changeSomewhere(value: unknown, random: Random): unknown {
  if (value === null || typeof value !== 'object' || random.chance(0.1)) return random.pick(strangers);
  const keys = Object.keys(value);
  if (keys.length === 0) return random.pick(strangers);
  const key = random.pick(keys);
  if (Array.isArray(value)) {
    const at = Number(key);
    return random.chance(0.2) ? value.toSpliced(at, 1) : value.with(at, changeSomewhere(value[at], random));
  }
  const { [key]: part, ...rest } = value as Record<string, unknown>;
  return random.chance(0.3) ? rest : { ...rest, [key]: changeSomewhere(part, random) };
}

/** `"a":1` becomes `"a":null,"a":1`, and the other way round. */
function duplicateKeys(text: string): string {
  return text
    .replaceAll(/"(\w+)":("[^"]*"|\d+)/g, '"$1":null,"$1":$2')
    .replace(/"items":\[/, '"items":7,"items":[');
}
