import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { OperationInput } from '../../shared/contract/operations.ts';
import { inProject } from '../../scripts/project.ts';

/** A practice store in a process of its own: no till's death touches it. */
export interface PracticeProcess {
  readonly baseUrl: string;
  readonly tenant: string;
  readonly store: string;
  readonly token: string;
  /** Cards the service has printed. */
  readonly listPrinted: () => Promise<readonly { readonly customerUid: string }[]>;
  readonly stop: () => Promise<void>;
}

interface Ready {
  readonly flowRetail: {
    readonly baseUrl: string;
    readonly tenantUid: string;
    readonly storeUid: string;
    readonly tokens: Readonly<Record<string, string>>;
  };
  readonly controlUrl: string;
}

export async function startPracticeProcess(customers: number, seed: number): Promise<PracticeProcess> {
  const args = ['practice', '--customers', String(customers), '--seed', String(seed)];
  const child = spawn(process.execPath, [inProject('electron/cli/index.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { flowRetail, controlUrl } = JSON.parse(line) as Ready;
  return {
    baseUrl: flowRetail.baseUrl,
    tenant: flowRetail.tenantUid,
    store: flowRetail.storeUid,
    token: flowRetail.tokens['backoffice'] ?? '',
    async listPrinted() {
      const answer = await fetch(`${controlUrl}/print-jobs`);
      return ((await answer.json()) as { items: { customerUid: string }[] }).items;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** What a till is connected with to a practice store. @param url of something in front of it, else its own */
export function connectionTo(
  practice: PracticeProcess,
  url = practice.baseUrl,
): OperationInput<'connection.set'> {
  const { tenant, store, token } = practice;
  return {
    connection: { service: 'flow-retail', url, tenant, store, till: '1', practice: true },
    secret: { kind: 'token', token },
  };
}
