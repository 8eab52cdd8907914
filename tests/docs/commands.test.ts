import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { runTill } from '../../electron/cli/index.ts';
import { createPracticeStore } from '../../electron/practice/practice-store.ts';
import { captureCommand } from '../../scripts/run-command.ts';
import { makeFolder } from '../core/db/open-writer.ts';
import {
  argumentsTried,
  languagesWithoutCommands,
  noOption,
  reallyRun,
  runElsewhere,
  startedAndEnded,
} from './known-commands.ts';
import {
  commandsOf,
  fencesOf,
  inlineCodeOf,
  projectDir,
  readDocuments,
  type Document,
} from './read-markdown.ts';

const documents = readDocuments();
const shop = createPracticeStore({ customers: 60, seed: 7 });
let shopUrl = '';

beforeAll(async () => {
  shopUrl = (await shop.listen(0)).baseUrl;
});
afterAll(() => shop.close());

const isOne = (patterns: readonly RegExp[], command: string): boolean =>
  patterns.some((pattern) => pattern.test(command));
const isKnownElsewhere = (command: string): boolean =>
  isOne(
    [...argumentsTried, ...runElsewhere].map((known) => known.command),
    command,
  );

/** The commands of a document's shell blocks, block by block. */
const blocksOf = ({ text }: Document): string[][] =>
  fencesOf(text)
    .filter(({ language }) => language === 'sh')
    .map((fence) => commandsOf(fence.text));

/** What a document calls the service, the tenant and the shop, as the practice store has them. */
function inPractice(command: string): string {
  return command
    .replaceAll('https://api.flowretail.com/v2', shopUrl)
    .replaceAll(/\bTENANT\b/g, shop.tenantUid)
    .replaceAll(/(?<!\$)\bTOKEN\b/g, shop.tokens.backoffice)
    .replaceAll(/\bSTORE\b/g, shop.storeUid);
}

const exampleConfig = 'docs/till.config.example.json';

/** A folder as somebody has it who has just cloned the project, empty otherwise, and is at home in it. */
function makeHome(): { folder: string; env: NodeJS.ProcessEnv } {
  const folder = makeFolder();
  for (const name of ['package.json', 'scripts', 'node_modules']) {
    symlinkSync(join(projectDir, name), join(folder, name));
  }
  for (const name of ['tmp', 'docs', 'dist']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, exampleConfig),
    inPractice(readFileSync(join(projectDir, exampleConfig), 'utf8')),
  );
  writeFileSync(join(folder, 'dist/tillbook-0.2.0-linux-x86_64.AppImage'), 'stands for a release');
  const { TILLBOOK_KEY: _key, TILLBOOK_DATA: _data, XDG_DATA_HOME: _place, ...inherited } = process.env;
  return {
    folder,
    env: {
      NODE_COMPILE_CACHE: join(projectDir, 'node_modules/.cache/compiled'),
      ...inherited,
      HOME: folder,
      TMPDIR: join(folder, 'tmp'),
      TOKEN: shop.tokens.backoffice,
      npm_config_logs_max: '0',
      npm_config_update_notifier: 'false',
    },
  };
}

type Home = ReturnType<typeof makeHome>;

/** A till that runs says within moments how it is, in the file that later lines collect. */
const statusOf = (command: string): string[] => {
  const [, folder] = /--data (\S+) serve/.exec(command) ?? [];
  return folder === undefined
    ? []
    : [`for _ in $(seq 200); do [ -s ${folder}/status.json ] && break; sleep 0.1; done`];
};

/** A command that keeps running, as lines of a shell: started, and ended once it has said something on stdout. */
const startAndEnd = (command: string): string =>
  [
    `${command} > said & started=$!`,
    `{ until [ -s said ] || ! kill -0 $started; do sleep 0.1; done; } 2>/dev/null`,
    ...statusOf(command),
    'kill -TERM -$started; wait $started || true; test -s said; rm said',
  ].join('\n');

/** What `npm run -s till --` starts, without npm, which takes as long to begin as the till. */
const tillWithoutNpm = `npm() {
  if [ "$1 $2 $3 $4" = "run -s till --" ]; then shift 4; "${process.execPath}" "${join(projectDir, 'electron/cli/index.ts')}" "$@"
  else command npm "$@"; fi
}`;

/** Runs commands one after the other in one shell, as they were typed. @param before lines of the shell's own */
async function runInShell(
  commands: readonly string[],
  { folder, env }: Home,
  before: readonly string[],
): Promise<{ code: number | null; output: string }> {
  const typed = commands.map((command) => (isOne(startedAndEnded, command) ? startAndEnd(command) : command));
  const script = ['set -euxm', ...before, ...typed.map(inPractice)].join('\n');
  // Bash gives what is started a process group of its own (`m`) without a terminal, too.
  const child = spawn('bash', ['-c', script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  // Not its pipes' end: a program that was left running would hold them.
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output };
}

describe('every command of a document', () => {
  it('is known', () => {
    const unknown = documents.flatMap((document) => [
      ...blocksOf(document)
        .flat()
        .filter(
          (command) => !isOne([...reallyRun, ...startedAndEnded], command) && !isKnownElsewhere(command),
        )
        .map((command) => `${document.path}: ${command}`),
      ...fencesOf(document.text)
        .filter(({ language }) => language !== 'sh' && !languagesWithoutCommands.includes(language))
        .map(({ language, line }) => `${document.path}:${line}: a block in ${language}`),
    ]);
    expect(unknown).toEqual([]);
  });

  it('that is run elsewhere is, and still stands in a document', () => {
    const everything = documents.flatMap((document) => [
      ...blocksOf(document).flat(),
      ...inlineCodeOf(document.text),
    ]);
    for (const { command, runBy } of [...argumentsTried, ...runElsewhere]) {
      expect(existsSync(join(projectDir, runBy)), runBy).toBe(true);
      expect(
        everything.some((line) => command.test(line)),
        `${command}`,
      ).toBe(true);
    }
  });

  for (const document of documents) {
    const typed = blocksOf(document)
      .flat()
      .filter((command) => isOne([...reallyRun, ...startedAndEnded], command));
    if (typed.length === 0) continue;
    it(`works as it stands in ${document.path}`, { timeout: 300_000 }, async () => {
      // README's commands are run with everything that belongs to them.
      const before = document.path === 'README.md' ? [] : [tillWithoutNpm];
      const home = makeHome();
      const { code, output } = await runInShell(typed, home, before);
      expect(code, output).toBe(0);
      // Whatever a till keeps in its folder, IT can look up.
      const kept = join(home.folder, 'by-file');
      const unknown = existsSync(kept)
        ? readdirSync(kept).filter((name) => !document.text.includes(`\`${name}`))
        : [];
      expect(unknown).toEqual([]);
    });
  }
});

/** Words of a command as somebody types them: what may be left out is given, of several ways all. */
const wordsOf = (command: string): string[] =>
  command
    .replaceAll(/'[^']*'|"[^"]*"/g, 'TEXT')
    .replaceAll(/[[\]]/g, '')
    .split(' ')
    .filter((word) => word !== '' && word !== '|' && word !== '…');

/** What the headless host says in this process, instead of saying it. */
function listenToTill() {
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const answered = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  process.stdout.setMaxListeners(0);
  process.stderr.setMaxListeners(0);
  onTestFinished(() => {
    told.mockRestore();
    answered.mockRestore();
  });
  return { told, answered };
}

/** The commands of a list with the options of each, both in order. */
function commandsInList(list: string): Record<string, string[]> {
  const usages = list.split(/^ {2}(?=\w)/m).slice(1);
  const entries = usages.map((usage): [string, string[]] => {
    const [name = ''] = usage.split(/\s/);
    const options = new Set(usage.match(/--[a-z-]+/g));
    options.delete('--data'); // every command takes it
    return [name, [...options].toSorted()];
  });
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

const scripts = (
  JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

describe('every program of a document', () => {
  const lines = documents.flatMap((document) => [
    ...blocksOf(document).flat(),
    ...inlineCodeOf(document.text),
  ]);

  it('is one that npm runs', () => {
    const named = lines.flatMap((line) => [
      ...[...line.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].map((found) => found[1]!),
      ...[...line.matchAll(/^((?:bench|proof):[a-z-]+)/g)].map((found) => found[1]!),
    ]);
    const wholeNames = named.filter((name) => /^[a-z:-]*[a-z]$/.test(name));
    expect(wholeNames.filter((name) => !(name in scripts))).toEqual([]);
  });

  const given = new Map<string, Set<string>>();
  for (const line of lines) {
    const found = /^(?:xvfb-run -a )?npm run (?:-s )?([a-z][\w:-]*)(?: -- (.*))?$/.exec(line);
    if (found === null || !argumentsTried.some(({ command }) => command.test(`npm run ${found[1]!}`)))
      continue;
    const options = given.get(found[1]!) ?? new Set<string>();
    for (const option of (found[2] ?? '').matchAll(/--[a-z-]+(?: [^-\s]\S*)?/g)) options.add(option[0]);
    given.set(found[1]!, options);
  }
  it.each([...given].filter(([, options]) => options.size > 0))(
    'takes the arguments it is given: %s',
    async (name, options) => {
      const entry = scripts[name]!.split(' ').at(-1)!;
      const args = [...options].flatMap((option) => option.replaceAll(/[[\]]/g, '').split(' '));
      const { code, output } = await captureCommand(process.execPath, [
        'scripts/run.mjs',
        entry,
        ...args,
        noOption,
      ]);
      expect(code).not.toBe(0);
      expect(output).toContain(`Unknown option '${noOption}'`);
    },
  );

  it('takes the arguments it is given: till', async () => {
    const { told } = listenToTill();
    const refused: string[] = [];
    for (const line of new Set(lines)) {
      const found = /^(?:npm run -s )?till (?:-- )?(.+)$/.exec(line.replace(/ (\||>|&&) .*$/, ''));
      if (found === null || /^(?:--data \S+ )?(?:COMMAND|…)/.test(found[1]!)) continue;
      told.mockClear();
      if ((await runTill([...wordsOf(found[1]!), '--help'])) !== 0) {
        refused.push(`${line}: ${String(told.mock.calls[0]?.[0]).split('\n')[0]}`);
      }
    }
    expect(refused).toEqual([]);
  });

  it('stands in README with the arguments it takes: till, command by command', async () => {
    const { answered } = listenToTill();
    await runTill(['--help']);
    const help = String(answered.mock.calls[0]?.[0]);
    const readme = documents.find(({ path }) => path === 'README.md')!.text;
    const listed = fencesOf(readme).find(({ text }) => text.includes('COMMAND\n'))?.text ?? '';
    expect(commandsInList(listed)).toEqual(commandsInList(help));
  });
});
