/**
 * `npm run golden-store -- FOLDER [CHECKOUT]`: a till's encrypted store as this program (or the one of another
 * checkout) leaves it in the middle of its work, with its service out of reach. Kept in `tests/golden-stores`, where
 * every later program has to open it. Make one before each release that changes the schema.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readArguments, stopWithUsage } from './command-line.ts';
import { projectDir } from './project.ts';

/** The key of all golden stores: what is in them is made up. */
const key = '07'.repeat(32);

const customersOfTheService = Array.from({ length: 20 }, (_, index) => ({
  customerUid: `golden-${index}`,
  customerType: 'PERSON',
  firstname: `Kari ${index}`,
  lastname: 'Nordmann',
  city: 'Oslo',
  countryCode: 'NO',
  lastModifiedAt: '2026-01-01T00:00:00Z',
}));

const usage = 'golden-store FOLDER [CHECKOUT]: where the store goes, and whose program makes it';
const [folder, checkout = projectDir] = readArguments({ allowPositionals: true }, usage).positionals;
if (folder === undefined) stopWithUsage('FOLDER is missing.', usage);
makeGoldenStore(resolve(folder), resolve(checkout));

function makeGoldenStore(to: string, from: string): void {
  const dataDir = mkdtempSync(join(tmpdir(), 'tillbook-golden-'));
  try {
    work(from, dataDir);
    mkdirSync(to, { recursive: true });
    // Whoever closes a store brings its log home: one file is all of it.
    copyFileSync(join(dataDir, 'till.db'), join(to, 'till.db'));
    console.log(JSON.stringify({ store: join(to, 'till.db') }));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** What a till has done by then. The test of the golden stores looks for each of these. */
function work(from: string, dataDir: string): void {
  const till = (...args: readonly string[]) => runTill(from, dataDir, args);
  const call = (operation: string, input: object) => till('call', operation, JSON.stringify(input));
  const known = join(dataDir, 'known.jsonl');
  writeFileSync(known, customersOfTheService.map((customer) => JSON.stringify(customer)).join('\n'));
  const token = join(dataDir, 'token');
  writeFileSync(token, 'a-token-of-nobody', { mode: 0o600 });

  // The practice store's tenant, at an address where nobody listens: what is done waits.
  const service = [
    '--service',
    'flow-retail',
    '--url',
    'http://127.0.0.1:9/v2',
    '--tenant',
    'practice-tenant',
  ];
  till('connect', ...service, '--store', 'shop-1', '--till', '1', '--token-file', token);
  till('import', known);
  call('settings.set', { changes: { shopName: 'Gullsmed Åse', theme: 'dark' } });
  call('customers.create', {
    customer: { customerUid: 'golden-new', customerType: 'PERSON', firstname: 'Astrid', lastname: 'Ny' },
  });
  call('customers.create', {
    customer: { customerUid: 'golden-card', customerType: 'PERSON', firstname: 'Bjørn', lastname: 'Kort' },
    card: true,
  });
  call('customers.update', { customerUid: 'golden-1', changes: { city: 'Bodø' } });
  call('customers.get', { customerUid: 'golden-2' });
}

/** @throws when the program does not do it: a golden store without something would prove less than it says */
function runTill(from: string, dataDir: string, args: readonly string[]): void {
  const cli = join(from, 'electron/cli/index.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, '--data', dataDir, ...args], {
    cwd: from,
    encoding: 'utf8',
    env: { ...process.env, TILLBOOK_KEY: key },
  });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
}
