import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { PracticeReady } from '../../electron/practice/run.ts';
import type { OperationInput } from '../../shared/contract/operations.ts';
import { inProject } from '../../scripts/project.ts';
import { connectionVia, signInToEmporix, type ServiceKind } from '../practice/practice-connection.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A practice store in a process of its own: no till's death touches it. */
export interface PracticeProcess {
  /** `http://host:port` */
  readonly origin: string;
  /** What connects a till to it. @param origin of something in front of it, else its own */
  readonly connection: (origin?: string) => OperationInput<'connection.set'>;
  /** All customers of the service by uid, their fields under the till's names. */
  readonly listCustomers: () => Promise<ReadonlyMap<string, Fields>>;
  /** Cards the service has printed. */
  readonly listPrinted: () => Promise<readonly { readonly customerUid: string }[]>;
  readonly stop: () => Promise<void>;
}

const pageSize = 1000;

export async function startPracticeProcess(
  service: ServiceKind,
  customers: number,
  seed: number,
): Promise<PracticeProcess> {
  const args = ['practice', '--customers', String(customers), '--seed', String(seed)];
  const child = spawn(process.execPath, [inProject('electron/cli/index.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ready = JSON.parse(line) as PracticeReady;
  const { origin } = new URL(ready.controlUrl);
  return {
    origin,
    connection: (via = origin) => connectionVia(via, service, ready),
    listCustomers: () => (service === 'emporix' ? listEmporix(ready) : listFlowRetail(ready)),
    async listPrinted() {
      const answer = await fetch(`${ready.controlUrl}/print-jobs`);
      return ((await answer.json()) as { items: { customerUid: string }[] }).items;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function listFlowRetail({ flowRetail }: PracticeReady): Promise<ReadonlyMap<string, Fields>> {
  const { baseUrl, tenantUid, tokens } = flowRetail;
  const items = await readPages(
    `${baseUrl}/tenants/${tenantUid}/customers`,
    tokens.backoffice,
    (body) => (body as { items: Fields[] }).items,
  );
  return new Map(items.map((item) => [String(item['customerUid']), item]));
}

async function listEmporix({ emporix }: PracticeReady): Promise<ReadonlyMap<string, Fields>> {
  const { baseUrl, tenant } = emporix;
  const token = await signInToEmporix(baseUrl, emporix);
  const items = await readPages(`${baseUrl}/customer/${tenant}/customers`, token, (body) => body as Fields[]);
  return new Map(
    items.map(({ id, firstName: firstname, lastName: lastname }) => [String(id), { firstname, lastname }]),
  );
}

async function readPages(
  url: string,
  token: string,
  itemsOf: (body: unknown) => Fields[],
): Promise<Fields[]> {
  const all: Fields[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await fetch(`${url}?pageNumber=${page}&pageSize=${pageSize}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const items = itemsOf(await answer.json());
    all.push(...items);
    if (items.length < pageSize) return all;
  }
}
