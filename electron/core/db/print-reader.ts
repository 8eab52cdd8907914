import type { CardsFor } from '#shared/contract/printing';
import { readCustomer, type Customer } from '#shared/customer/model';
import { foldSigns } from '../lookup/fold.ts';
import { createKeyScan } from '../lookup/key-scan.ts';
import { emailHeadKey, keyTags, maxPackedSigns, signsRange } from '../lookup/keys.ts';
import { createRecordReader } from '../lookup/records.ts';
import { findMeaning } from './code-meaning.ts';
import { findCustomer, followAllMerges } from './customers.ts';
import type { Store } from './open.ts';
import { inOneView, statement } from './statement.ts';

/** Customers read for one address. */
const maxOwners = 50;

/** Whom a line of a list names. */
export type Listed = { readonly customerUid: string } | { readonly reason: 'unknown' | 'several' };

/** What is read to print cards for many. Part of the reader (reader.ts); every call is short. */
export function createPrintReader(db: Store) {
  const keys = createKeyScan(db);
  const records = createRecordReader(db);

  function byEmail(text: string): string[] {
    const address = foldSigns(text);
    const key =
      address.length > maxPackedSigns
        ? emailHeadKey(keyTags.emailHash, address)
        : signsRange(keyTags.email, address).from;
    const owners = [...records.some(keys.owners(key, maxOwners)).values()];
    return owners.flatMap(({ customerUid, email }) =>
      typeof email === 'string' && foldSigns(email) === address ? [String(customerUid)] : [],
    );
  }

  function listed(text: string): Listed {
    const found = findMeaning(db, (key) => keys.owners(key, maxOwners), records, text);
    if (found.outcome === 'several') return { reason: 'several' };
    if (found.outcome !== 'unknown') return { customerUid: String(found.record['customerUid']) };
    const [owner, another] = text.includes('@') ? byEmail(text) : [];
    if (owner === undefined) return { reason: 'unknown' };
    return another === undefined ? { customerUid: owner } : { reason: 'several' };
  }

  return {
    /** Whom each text names: a loyalty id, a customerUid, an e-mail address. */
    findListed: (texts: readonly string[]): Listed[] => inOneView(db, () => texts.map(listed)),

    /** Of the customers named, those in sight, each once, in the order they were named. */
    inSight(customerUids: readonly string[]): string[] {
      const find = statement(db, `SELECT 1 FROM customer WHERE customer_uid = ? AND hidden = 0`);
      const here = customerUids.map((customerUid) => followAllMerges(db, customerUid));
      return [...new Set(here)].filter((customerUid) => find.get(customerUid) !== undefined);
    },

    /**
     * Customers that the filters let through, some at a time.
     *
     * @param afterId where the call before ended; 0 at the beginning
     * @returns `next`: where to go on; null when that was all
     */
    listCardsFor(
      filter: NonNullable<CardsFor['all']>,
      afterId: number,
      looked: number,
    ): { customerUids: string[]; next: number | null } {
      const rows = statement<{ customer_id: number; customer_uid: string; hidden: number; record: string }>(
        db,
        `SELECT customer_id, customer_uid, hidden, record FROM customer WHERE customer_id > ? ORDER BY customer_id LIMIT ?`,
      ).all(afterId, looked);
      const hasCard = statement(
        db,
        `SELECT 1 FROM print_job WHERE customer_uid = ? AND state <> 'cancelled' LIMIT 1`,
      );
      const customerUids = rows.flatMap(({ customer_uid: customerUid, hidden, record }) => {
        if (hidden === 1) return [];
        if (filter.withoutCard === true && hasCard.get(customerUid) !== undefined) return [];
        const customer = readCustomer(JSON.parse(record));
        return customer !== undefined && isWanted(customer, filter) ? [customerUid] : [];
      });
      return { customerUids, next: rows.length < looked ? null : rows.at(-1)!.customer_id };
    },

    /** The customers of cards, as they are now; undefined for those not in sight any more. */
    customersOfCards: (customerUids: readonly string[]): (Customer | undefined)[] =>
      inOneView(db, () =>
        customerUids.map((customerUid) => {
          const stored = findCustomer(db, customerUid);
          return stored === undefined || stored.hidden ? undefined : readCustomer(stored.record);
        }),
      ),

    /** The customer this one was merged into, or is about to be; undefined when it was not. */
    mergedInto(customerUid: string): string | undefined {
      const here = followAllMerges(db, customerUid);
      return here === customerUid ? undefined : here;
    },
  };
}

function isWanted(customer: Customer, filter: NonNullable<CardsFor['all']>): boolean {
  const { types, storeUid, customerGroupUid, customerParentUid } = filter;
  return (
    (types === undefined || types.includes(customer.customerType)) &&
    (storeUid === undefined || customer.defaultStore?.storeUid === storeUid) &&
    (customerGroupUid === undefined || (customer.customerGroupUids ?? []).includes(customerGroupUid)) &&
    (customerParentUid === undefined || customer.customerParentUid === customerParentUid)
  );
}
