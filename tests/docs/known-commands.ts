/**
 * What the documents' commands are and how each is run. A document with a command that nobody has put
 * down here fails its test: nothing in a document is untried.
 */

/** Run as it stands, in a folder of its own, with a practice store where the document has the shop's service. */
export const reallyRun: readonly RegExp[] = [
  /^npm run -s (till|feed) -- (?!.*\b(serve|practice)\b)/,
  /^(mkdir|chmod|printf|cat|cp|ls|rm|export|test|openssl|cd) /,
];

/** Keeps running: started, and ended once it has said its first line. */
export const startedAndEnded: readonly RegExp[] = [/^npm run -s till -- .*\b(serve|practice)\b/];

/** A command that a test of the documents cannot run whole. */
interface Elsewhere {
  readonly command: RegExp;
  /** Why not here. */
  readonly why: string;
  /** Where it is run: a file of this project. */
  readonly runBy: string;
}

/** Programs whose arguments are tried, by a sentinel that each of them refuses before it does anything. */
export const argumentsTried: readonly Elsewhere[] = [
  {
    command: /^npm run (-s )?bench:[a-z-]+( |$)/,
    why: 'measures for minutes, and figures want a quiet machine',
    runBy: 'bench/README.md',
  },
  {
    command: /^npm run (-s )?(proof:[a-z-]+|sim|fleet)( |$)/,
    why: 'takes minutes; a short run of each is among the tests',
    runBy: 'tests/crash/README.md',
  },
];

/** The sentinel. No program has it. */
export const noOption = '--an-option-of-no-program';

/** Commands whose effect another test looks at. */
export const runElsewhere: readonly Elsewhere[] = [
  {
    command: /^npm start( -- (--browser|--data \S+|--help|--safe-mode))*$/,
    why: 'keeps running, and makes 25,000 customers the first time',
    runBy: 'tests/hosts/start.test.ts',
  },
  {
    command: /^npm test( -- (unit|browser|desktop))?$/,
    why: 'is what runs this test',
    runBy: 'scripts/test.ts',
  },
  { command: /^npm run check( -- --static)?$/, why: 'runs this test, too', runBy: '.ci/run' },
  { command: /^npm run build$/, why: 'every browser test needs what it makes', runBy: 'scripts/test.ts' },
  { command: /^npm ci$/, why: 'needs the network and a minute', runBy: '.ci/run' },
  {
    command: /^npm run package( -- (dir|tar\.gz|linux|appimage|deb|win|mac))?$/,
    why: 'takes a minute and an Electron',
    runBy: 'tests/desktop/package.spec.ts',
  },
  {
    command: /^npm run feed -- (new-key|sign|renew) /,
    why: 'wants releases and a key of its own',
    runBy: 'tests/hosts/update-feed.test.ts',
  },
  {
    command: /^npm run golden-store -- /,
    why: 'makes what the tests of every later program open',
    runBy: 'tests/golden-stores/golden-stores.test.ts',
  },
  { command: /^npm run sbom$/, why: 'reads every package', runBy: 'tests/hosts/supply-chain.test.ts' },
  {
    command: /^npm run screenshots( -- --every FOLDER de)?$/,
    why: 'overwrites the pictures of the documents; the same views are looked at in every run',
    runBy: 'tests/browser/views.spec.ts',
  },
];

/** Blocks in these languages hold no commands. */
export const languagesWithoutCommands: readonly string[] = [
  '',
  'text',
  'json',
  'js',
  'ts',
  'yaml',
  'ini',
  'http',
];
