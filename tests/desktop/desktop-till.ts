import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';

export const projectDir = fileURLToPath(new URL('../..', import.meta.url));

export const electronProgram = createRequire(import.meta.url)('electron') as string;

/** Chromium's sandbox does not run as root; the till itself never asks for this. */
export const rootArguments = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

const customers = [
  { customerUid: 'c-bjorn', customerType: 'PERSON', firstname: 'Bjørn', lastname: 'Åse', countryCode: 'NO' },
  {
    customerUid: 'c-kari',
    customerType: 'PERSON',
    firstname: 'Kari',
    lastname: 'Nordmann',
    countryCode: 'NO',
  },
];

/** Runs the headless host on a till that no window has open. */
export function runTill(
  dataDir: string,
  ...args: readonly string[]
): { code: number | null; stdout: string } {
  const cli = join(projectDir, 'electron/cli/index.ts');
  const { status, stdout } = spawnSync(process.execPath, [cli, '--data', dataDir, ...args], {
    encoding: 'utf8',
  });
  return { code: status, stdout };
}

/** Opens the built till on a data folder, as `npm start` does. */
export function launchTill(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
): Promise<ElectronApplication> {
  return _electron.launch({
    args: [...rootArguments, projectDir, '--data', dataDir, ...args],
    cwd: projectDir,
    env: { ...inheritedEnvironment(), ...env },
  });
}

/** What the program finds around it when it was mounted out of this AppImage. */
export function asAppImage(image: string): { readonly APPIMAGE: string; readonly APPDIR: string } {
  return { APPIMAGE: image, APPDIR: dirname(electronProgram) };
}

/** Starts the till a second time and waits for the end of that process. */
export async function startAgain(
  dataDir: string,
  ...args: readonly string[]
): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(electronProgram, [...rootArguments, projectDir, '--data', dataDir, ...args], {
    env: inheritedEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, stderr });
    });
  });
}

function inheritedEnvironment(): Record<string, string> {
  const { TILLBOOK_KEY: _key, TILLBOOK_DATA: _data, ...env } = process.env;
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

interface Fixtures {
  /** A till's folder with two customers in it. */
  readonly dataDir: string;
  readonly till: ElectronApplication;
  /** The till's window. */
  readonly page: Page;
}

export const test = base.extend<Fixtures>({
  dataDir: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tillbook-desktop-'));
    const file = join(dataDir, 'customers.jsonl');
    writeFileSync(file, customers.map((customer) => JSON.stringify(customer)).join('\n'));
    const imported = runTill(dataDir, 'import', file);
    if (imported.code !== 0) throw new Error(imported.stdout);
    await use(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  },
  till: async ({ dataDir }, use) => {
    const till = await launchTill(dataDir);
    await use(till);
    await till.close();
  },
  page: async ({ till }, use) => {
    await use(await till.firstWindow());
  },
});

export { expect } from '@playwright/test';
