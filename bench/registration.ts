/**
 * `npm run bench:registration -- --customers N [--registrations R] [--folder DIR]`: how long
 * `customers.create` takes on a full till until it is durable (`synchronous = FULL`) with its
 * index entries, and until the next search finds it. The whole core with both threads. Prints
 * JSON lines.
 */
import { readOptions } from '../scripts/command-line.ts';
import { figuresOf } from './figures.ts';
import { benchCustomers } from './lookup-customers.ts';
import { readyBase } from './ready-base.ts';
import { openTill } from './open-till.ts';

const values = readOptions({
  customers: 25_000,
  registrations: 500,
  seed: 1,
  folder: String,
});
const { customers } = values;
const registrations = values.registrations;
const { seed } = values;
/** Registrations before those that count: a till at work has warm code. */
const warmUp = 50;

const base = await readyBase(values.folder, customers, seed);
try {
  const core = await openTill(base.makeTill('till'));
  await core.call('customers.search', { query: 'warm' });
  const [createMs, findMs]: [number[], number[]] = [[], []];
  let refused = 0;
  // People of another seed: like those in the base, and none of them.
  for (const person of benchCustomers(registrations + warmUp, seed + 1000)) {
    const { customerType, firstname, lastname, companyName, countryCode } = person;
    const { address, postalCode, city, email, mobile } = person;
    const names = { customerType, firstname, lastname, companyName, countryCode };
    const start = performance.now();
    const created = await core.call('customers.create', {
      customer: { ...names, address, postalCode, city, email, mobile },
    });
    const createdMs = performance.now() - start;
    if (!created.ok) {
      refused += 1;
      continue;
    }
    const found = await core.call('customers.search', { query: created.customer.loyaltyId ?? '' });
    if (!found.ok || found.hits[0]?.customerUid !== created.customer.customerUid) {
      throw new Error(`Registered and not found: ${created.customer.customerUid}`);
    }
    createMs.push(createdMs);
    findMs.push(performance.now() - start);
  }
  const about = { benchmark: 'registration', customers, registrations: createMs.length - warmUp, refused };
  console.log(JSON.stringify({ ...about, until: 'durable', ...figuresOf(createMs.slice(warmUp)) }));
  console.log(JSON.stringify({ ...about, until: 'found', ...figuresOf(findMs.slice(warmUp)) }));
  await core.close();
} finally {
  base.remove();
}
