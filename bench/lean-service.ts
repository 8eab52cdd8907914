/**
 * A customer service that costs next to nothing, for benchmarks in which the
 * service must not be what is measured: a process of its own that speaks the part
 * of the Flow Retail API a sync uses, from records made and written to a file
 * beforehand, newest change first. `node bench/lean-service.ts --customers N`
 * prints its address as one JSON line once all is ready.
 *
 * It believes everything: no token, no rules, no faults. What is registered stands
 * in front of the list; updates and deletes are only counted.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchCustomers } from './lookup-customers.ts';

const self = fileURLToPath(import.meta.url);

export interface LeanService {
  readonly baseUrl: string;
  readonly tenantUid: string;
  /** Of all its records together, as they are sent. */
  readonly bytes: number;
  /** Seconds of processor time it has used so far. */
  cpuSeconds(): Promise<number>;
  stop(): void;
}

/** Starts it and waits until its records are ready. */
export async function startLeanService(customers: number, seed = 1): Promise<LeanService> {
  const child: ChildProcess = spawn(
    process.execPath,
    [self, '--customers', String(customers), '--seed', String(seed)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  if (child.stdout === null) throw new Error('The service has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const { baseUrl, bytes } = JSON.parse(line) as { baseUrl: string; bytes: number };
    return {
      baseUrl,
      bytes,
      tenantUid: 'lean',
      cpuSeconds: async () => Number(await (await fetch(`${baseUrl}/cpu`)).text()),
      stop: () => child.kill(),
    };
  }
  throw new Error('The service ended before it was ready');
}

/** Records in a file, one after another with commas between, and where each begins. */
async function writeRecords(file: string, count: number, seed: number): Promise<Float64Array> {
  const starts = new Float64Array(count + 1);
  const stream = createWriteStream(file);
  let at = 0;
  let index = 0;
  for (const customer of benchCustomers(count, seed)) {
    const lastModifiedAt = new Date(1_700_000_000_000 - index * 1000).toISOString();
    const bytes = Buffer.from(`${JSON.stringify({ ...customer, lastModifiedAt })},`);
    starts[index] = at;
    at += bytes.length;
    index += 1;
    if (!stream.write(bytes)) await once(stream, 'drain');
  }
  starts[count] = at;
  stream.end();
  await once(stream, 'finish');
  return starts;
}

async function serve(count: number, seed: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-lean-'));
  const end = (): void => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  };
  process.on('SIGTERM', end);
  // Whoever started it is gone, however that came about.
  process.stdin.on('close', end).resume();
  const file = join(folder, 'records');
  const starts = await writeRecords(file, count, seed);
  const records = openSync(file, 'r');
  const registered: string[] = [];

  /** Positions from the front: what was registered last, then the records of the file. */
  function itemsOf(from: number, to: number): Buffer {
    const fresh = registered.slice(from, to).join(',');
    const first = Math.max(0, Math.min(count, from - registered.length));
    const end = Math.max(0, Math.min(count, to - registered.length));
    if (end <= first) return Buffer.from(fresh);
    const length = starts[end]! - starts[first]! - 1;
    const bytes = Buffer.allocUnsafe(length);
    readSync(records, bytes, 0, length, starts[first]!);
    return fresh === '' ? bytes : Buffer.concat([Buffer.from(`${fresh},`), bytes]);
  }

  function register(customer: Readonly<Record<string, unknown>>): string {
    const now = new Date().toISOString();
    const text = JSON.stringify({ ...customer, createdAt: now, lastModifiedAt: now });
    registered.unshift(text);
    return text;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://lean');
    const send = (status: number, ...parts: (string | Buffer)[]): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      for (const part of parts) response.write(part);
      response.end();
    };
    if (url.pathname.endsWith('/cpu')) {
      const { user, system } = process.cpuUsage();
      return send(200, String((user + system) / 1e6));
    }
    if (request.method === 'GET' && url.pathname.endsWith('/customers')) {
      const pageSize = Number(url.searchParams.get('pageSize') ?? 50);
      const pageNumber = Number(url.searchParams.get('pageNumber') ?? 0);
      const totalCount = registered.length + count;
      const items = itemsOf(pageNumber * pageSize, Math.min(totalCount, (pageNumber + 1) * pageSize));
      const paging = JSON.stringify({ pageNumber, pageSize, totalCount });
      return send(200, '{"items":[', items, `],"paging":${paging}}`);
    }
    let text = '';
    for await (const chunk of request) text += String(chunk);
    if (request.method === 'POST' && url.pathname.endsWith('/batch')) {
      const batch = JSON.parse(text) as Record<string, Record<string, unknown>[]>;
      for (const customer of batch['create'] ?? []) register(customer);
      const outcome = Object.entries(batch).map(([name, items]) => [
        name,
        { success: items.length, errors: [] },
      ]);
      return send(200, JSON.stringify(Object.fromEntries(outcome)));
    }
    if (request.method === 'POST' && url.pathname.endsWith('/customers')) {
      return send(201, register(JSON.parse(text) as Record<string, unknown>));
    }
    return send(404, '{"code":"NOT_FOUND"}');
  }

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    console.log(JSON.stringify({ baseUrl: `http://127.0.0.1:${port}`, bytes: starts[count] }));
  });
}

if (process.argv[1] === self) {
  const { values } = parseArgs({
    options: { customers: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' } },
  });
  await serve(Number(values.customers), Number(values.seed));
}
