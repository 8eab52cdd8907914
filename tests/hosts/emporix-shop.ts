import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PracticeReady } from '../../electron/practice/run.ts';
import { makeFolder } from '../core/db/open-writer.ts';
import { signInToEmporix } from '../practice/practice-connection.ts';
import { answerOf, runTill, startTill, type Ended, type RunningTill } from './till-process.ts';

export interface SyncAnswer {
  readonly pulled: number;
  readonly pushed: number;
  readonly pending: number;
  readonly parked: number;
  readonly conflicts: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** An Emporix practice store in a process of its own that can go away and come back on its port with its data. */
export class EmporixShop {
  readonly #dataDir = makeFolder();
  readonly #customers: number;
  #process: RunningTill | undefined;
  #ready: PracticeReady | undefined;

  constructor(customers: number) {
    this.#customers = customers;
  }

  async open(): Promise<void> {
    const port = this.#ready === undefined ? '0' : new URL(this.#ready.emporix.baseUrl).port;
    const size = ['--customers', String(this.#customers), '--seed', '3'];
    this.#process = await startTill(['--data', this.#dataDir, 'practice', '--port', port, ...size]);
    this.#ready = JSON.parse(this.#process.firstLine) as PracticeReady;
  }

  async close(): Promise<void> {
    await this.#process?.stop();
  }

  get emporix(): PracticeReady['emporix'] {
    if (this.#ready === undefined) throw new Error('The shop was never opened');
    return this.#ready.emporix;
  }

  async control<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.#ready?.controlUrl ?? ''}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  counts(): Promise<{ customers: number; passwordMails: number; tokensIssued: number }> {
    return this.control('GET', '/emporix');
  }

  /** Asks the service itself, as another system of the shop would. */
  async ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const { baseUrl, tenant } = this.emporix;
    const token = await signInToEmporix(baseUrl, this.emporix);
    const response = await fetch(`${baseUrl}/customer/${tenant}/customers${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  /** Everybody the service has of a last name. */
  async named(lastName: string): Promise<Fields[]> {
    const { body } = await this.ask('POST', '/search?pageSize=1000', { q: `lastName:${lastName}` });
    return body as Fields[];
  }
}

/** A till's data folder, and the headless host on it: every call is a process of its own. */
export class HeadlessTill {
  readonly dataDir = makeFolder();

  connect({ baseUrl, tenant, clientId, clientSecret }: PracticeReady['emporix']): Promise<Ended> {
    const secretFile = join(makeFolder(), 'secret');
    writeFileSync(secretFile, `${clientSecret}\n`, { mode: 0o600 });
    const service = ['--service', 'emporix', '--url', baseUrl, '--tenant', tenant];
    const secret = ['--client-id', clientId, '--client-secret-file', secretFile];
    return this.run('connect', ...service, ...secret);
  }

  run(...args: string[]): Promise<Ended> {
    return runTill(['--data', this.dataDir, ...args]);
  }

  /** An operation that is expected to succeed. */
  async call<Answer extends object>(operation: string, input: object): Promise<Answer> {
    const ended = await this.run('call', operation, JSON.stringify(input));
    const answer = answerOf(ended) as { ok: boolean };
    if (!answer.ok) throw new Error(`${operation}: ${ended.stdout}`);
    return answer as unknown as Answer;
  }

  async sync(): Promise<SyncAnswer> {
    return answerOf(await this.run('sync', '--until-idle', '--timeout', '40')) as SyncAnswer;
  }

  async register(fields: Fields): Promise<string> {
    const customer = { customerType: 'PERSON', ...fields };
    const answer = await this.call<{ customer: { customerUid: string } }>('customers.create', { customer });
    return answer.customer.customerUid;
  }

  async customer(customerUid: string): Promise<Fields> {
    return (await this.call<{ customer: Fields }>('customers.get', { customerUid })).customer;
  }
}
