import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { OperationAnswer, OperationInput } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import { startPracticeStore } from './practice-store.ts';
import { inProject } from './project.ts';

/** A till with the practice store's 25,000 customers, served to a browser by processes of its own. */
export interface ServedTill {
  /** Opens the till in a page and waits until its base is complete. */
  open(page: Page): Promise<void>;
  /** Asks the service past the till, as another till would; `path` begins at the tenant, or with `/practice`. */
  askService(method: string, path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startServedTill(): Promise<ServedTill> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tillbook-served-'));
  const practice = await startPracticeStore(dataDir, 0);
  if (!practice) throw new Error('The practice store could not start.');
  const host = await serveFolder(dataDir);
  return {
    async open(page) {
      await page.goto(host.address);
      await callTill(page, 'connection.set', practice.connection);
      // Connected, it does not begin with its first run.
      await page.reload();
      await waitForCompleteBase(page);
    },
    async askService(method, path, body) {
      const { connection, secret } = practice.connection;
      const base = path.startsWith('/practice')
        ? new URL(connection.url).origin
        : `${connection.url}/tenants/${connection.tenant}`;
      const token = secret.kind === 'token' ? secret.token : '';
      const response = await fetch(`${base}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`The practice store answered ${response.status}.`);
      return response.status === 204 ? null : response.json();
    },
    async stop() {
      await host.stop();
      await practice.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A till's data folder, served to a browser by a process of its own. */
export interface ServedFolder {
  /** Opens the till, once. */
  readonly address: string;
  stop(): Promise<void>;
}

/** @param environment what the process gets beside this one's own variables */
export async function serveFolder(
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServedFolder> {
  const child = spawn(process.execPath, [inProject('electron/cli/index.ts'), '--data', dataDir, 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (address === undefined) continue;
    return {
      address,
      async stop() {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw new Error('The till ended before it could be opened.');
}

/** Asks the core as the page would. */
export function callTill<Name extends OperationName>(
  page: Page,
  name: Name,
  input: OperationInput<Name>,
): Promise<OperationAnswer<Name>> {
  return page.evaluate(
    async ([operation, body]) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`/api/call/${operation}`, { method: 'POST', headers, body });
      return (await response.json()) as OperationAnswer<Name>;
    },
    [name, JSON.stringify(input)] as const,
  );
}

async function waitForCompleteBase(page: Page): Promise<void> {
  for (;;) {
    const answer = await callTill(page, 'sync.status', {});
    if (answer.ok && answer.status.coverage.asOf !== null && answer.status.activity === 'idle') return;
    await wait(250);
  }
}
