import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { OperationInput } from '#shared/contract/operations';
import type { PracticeReady } from '../electron/practice/run.ts';
import { inProject } from './project.ts';

/** As many customers as a middle-sized shop has, the same ones on every machine. */
const customers = 25_000;
const seed = 1;

export interface RunningPracticeStore {
  /** What connects a till to it. */
  readonly connection: OperationInput<'connection.set'>;
  stop(): Promise<void>;
}

/**
 * Starts the practice store as a process of its own that ends with this one, its state in the till's data folder.
 *
 * @param port the one it had before, so that a till left open finds it again; any other when it is taken
 * @returns undefined when it could not start; it has said why on stderr
 */
export async function startPracticeStore(
  dataDir: string,
  port: number,
): Promise<RunningPracticeStore | undefined> {
  const child = spawn(
    process.execPath,
    [
      inProject('electron/cli/index.ts'),
      `--data=${dataDir}`,
      'practice',
      `--port=${port}`,
      `--customers=${customers}`,
      `--seed=${seed}`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
  );
  const ready = await readReadyLine(child);
  if (ready === undefined) return port === 0 ? undefined : startPracticeStore(dataDir, 0);
  const { baseUrl, tenantUid, storeUid, tokens } = ready.flowRetail;
  return {
    connection: {
      connection: {
        service: 'flow-retail',
        url: baseUrl,
        tenant: tenantUid,
        store: storeUid,
        till: '1',
        practice: true,
      },
      secret: { kind: 'token', token: tokens.backoffice },
    },
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) {
          resolve();
          return;
        }
        child.once('exit', () => {
          resolve();
        });
        child.kill('SIGTERM');
      }),
  };
}

/** Undefined when the process ends without having said that it is ready. */
async function readReadyLine(child: ChildProcess): Promise<PracticeReady | undefined> {
  if (child.stdout === null) return undefined;
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line) as PracticeReady;
  return undefined;
}
