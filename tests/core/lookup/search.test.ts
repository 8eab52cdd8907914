import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '../../../electron/core/lookup/fold.ts';
import { createBase } from './base.ts';
import { obviousDistance, obviousPrefixDistance } from './obvious.ts';

/** Names near each other, of the lengths that allow none, one and two errors. */
const names =
  'Ase Aasen Hansen Hanssen Jansen Bjørn Bjørg Bjarne Kari Karin Karen Mari Marit Ola Olav Per Lie Li'.split(
    ' ',
  );
interface Person {
  readonly firstname: string;
  readonly lastname: string;
}
const person = fc.record({ firstname: fc.constantFrom(...names), lastname: fc.constantFrom(...names) });
/** Fewer than the candidates at which a search stops widening. */
const people = fc.array(person, { minLength: 1, maxLength: 9 });
const customerOf = (one: Person, customerUid: string) => ({ customerUid, customerType: 'PERSON', ...one });
const slip = fc.record({ at: fc.nat(), letter: fc.constantFrom('', 'a', 'n', 'x') });
const typed = fc
  .array(fc.tuple(fc.constantFrom(...names), fc.array(slip, { maxLength: 2 })), {
    minLength: 1,
    maxLength: 2,
  })
  .map((words) =>
    words
      .map(([name, slips]) =>
        slips.reduce((word, { at, letter }) => {
          const place = at % word.length;
          return word.slice(0, place) + letter + word.slice(place + (letter === '' ? 1 : 0));
        }, name),
      )
      .join(' '),
  );

const allowed = (length: number, alone: boolean): number =>
  length >= 4 ? 2 : length === 3 ? 1 : length === 2 && !alone ? 1 : 0;
const allowedInBeginning = (length: number): number => (length <= 2 ? 0 : length <= 5 ? 1 : 2);

/** Edits to the nearest word or beginning of a word that is allowed; undefined when there is none. */
function nearest(word: string, known: readonly string[], alone: boolean): number | undefined {
  const limit = allowed(word.length, alone);
  const whole = known.map((one) => obviousDistance(word, one)).filter((distance) => distance <= limit);
  const inBeginning = Math.min(limit, allowedInBeginning(word.length));
  const begun = known
    .map((one) => obviousPrefixDistance(word, one))
    .filter((distance) => distance <= inBeginning);
  const all = whole.concat(begun);
  return all.length === 0 ? undefined : Math.min(...all);
}

/** Edits in all words together; infinitely many when a word is not in the customer. */
function obviousEdits(query: string, { firstname, lastname }: Person): number {
  const words = wordsOf(query).map(({ folded }) => folded);
  const known = wordsOf(`${firstname} ${lastname}`).map(({ folded }) => folded);
  return words.reduce((sum, word) => sum + (nearest(word, known, words.length === 1) ?? Infinity), 0);
}

/** Edits in all words of a query that are always looked for; one more when nobody is found with fewer. */
const maxEdits = 2;

describe('the search', () => {
  it('misses nobody within the allowed distance, on small bases, and puts no errors before two', () => {
    const base = createBase();
    fc.assert(
      fc.property(people, typed, (persons, query) => {
        fc.pre(wordsOf(query).length > 0);
        const customers = persons.map((person, at) => customerOf(person, `c-${at}`));
        customers.forEach(base.put);
        const found = base.find(query);
        for (const { customerUid } of customers) base.remove(customerUid);

        const edits = new Map(customers.map((one) => [one.customerUid, obviousEdits(query, one)]));
        const within = customers
          .map(({ customerUid }) => customerUid)
          .filter((uid) => edits.get(uid)! <= maxEdits);
        expect(found).toEqual(expect.arrayContaining(within));
        const isOneMore = [...edits.values()].includes(maxEdits + 1);
        expect(found.length > 0 || !isOneMore).toBe(true);
        const lastWithout = found.findLastIndex((uid) => edits.get(uid) === 0);
        const firstWithTwo = found.findIndex((uid) => edits.get(uid)! >= 2);
        expect(lastWithout === -1 || firstWithTwo === -1 || lastWithout < firstWithTwo).toBe(true);
      }),
      { numRuns: 150 },
    );
    expect(base.find('a')).toEqual([]);
  });

  it('answers the same whether words were loaded or learnt one by one', () => {
    const base = createBase();
    fc.assert(
      fc.property(people, typed, (persons, query) => {
        const customers = persons.map((person, at) => customerOf(person, `c-${at}`));
        for (const one of customers) {
          base.put(one);
          base.find('x');
        }
        const learnt = base.find(query);
        base.restart();
        expect(base.find(query)).toEqual(learnt);
        for (const { customerUid } of customers) base.remove(customerUid);
      }),
      { numRuns: 20 },
    );
    expect(base.find('a')).toEqual([]);
  });

  it('takes a name only from one contact of a company when it is to match exactly', () => {
    const base = createBase();
    const contacts = fc.array(person, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(contacts, person, (people, asked) => {
        base.put({ customerUid: 'company', customerType: 'B2B', companyName: 'Fjord', contacts: people });
        const query = `${asked.firstname} ${asked.lastname}`;
        const wanted = wordsOf(query).map(({ folded }) => folded);
        const hasAll = people.some(({ firstname, lastname }) => {
          const known = new Set(wordsOf(`${firstname} ${lastname}`).map(({ folded }) => folded));
          return wanted.every((word) => known.has(word));
        });
        for (const scope of [undefined, ['CONTACT' as const]]) {
          expect(base.find(query, { exactMatch: true, scope })).toEqual(hasAll ? ['company'] : []);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('finds whoever has a whole number, whatever words stand beside it, those with the words first', () => {
    const base = createBase();
    const phone = fc.integer({ min: 40_000_000, max: 40_000_030 });
    const withPhones = fc.array(fc.tuple(person, phone), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(withPhones, person, phone, (people, { firstname, lastname }, number) => {
        people.forEach(([one, mobile], at) =>
          base.put({ ...customerOf(one, `c-${at}`), mobile: `+47${mobile}` }),
        );
        const found = base.find(`${firstname} ${number} ${lastname}`);
        const owners = people.flatMap(([one, mobile], at) =>
          mobile === number ? [{ one, uid: `c-${at}` }] : [],
        );
        expect(found).toEqual(expect.arrayContaining(owners.map(({ uid }) => uid)));
        const named = owners.filter(({ one }) => one.firstname === firstname && one.lastname === lastname);
        expect(found.slice(0, named.length).toSorted()).toEqual(named.map(({ uid }) => uid).toSorted());
        people.forEach((_, at) => base.remove(`c-${at}`));
      }),
      { numRuns: 40 },
    );
  });
});
