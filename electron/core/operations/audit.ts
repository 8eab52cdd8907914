import type { AuditEntry } from '#shared/contract/audit';
import type { Handlers, OperationOutput } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import { csvOf } from '#shared/export/csv';
import { checkWholeAudit } from '../privacy/check-audit.ts';
import { answering, type OperationContext } from './context.ts';

type AuditOperation = Extract<OperationName, `audit.${string}`>;

/** Entries of one part of an export: some megabytes. */
const entriesOfPart = 10_000;

/** Reading, checking and handing out the trail of what was done. */
export function auditHandlers(context: OperationContext): Handlers<AuditOperation> {
  const { reader, clock } = context;
  return {
    'audit.list': ({ limit, ...filter }) =>
      answering(async () => ({ entries: await reader.listAudit({ ...filter, limit: limit ?? 100 }) })),

    'audit.filters': () => answering(() => reader.auditFilterValues()),

    'audit.verify': ({ noted }) => answering(() => checkWholeAudit(reader, noted)),

    'audit.export': ({ format, reason: _reason, afterSequence = 0, ...filter }) =>
      answering(async (): Promise<OperationOutput<'audit.export'>> => {
        const entries = await reader.readAuditPart({ ...filter, afterSequence, limit: entriesOfPart });
        const day = new Date(clock()).toISOString().slice(0, 10);
        const isFirst = afterSequence === 0;
        return {
          fileName: `audit-${day}.${format === 'csv' ? 'csv' : 'jsonl'}`,
          text:
            format === 'csv'
              ? csvPart(entries, isFirst)
              : entries.map((one) => `${JSON.stringify(one)}\n`).join(''),
          next: entries.length < entriesOfPart ? null : entries.at(-1)!.sequence,
        };
      }),
  };
}

const columns = [
  'sequence',
  'at',
  'actor',
  'action',
  'customerUid',
  'outcome',
  'reason',
  'fields',
  'otherUid',
  'cashier',
  'role',
  'operation',
  'count',
  'hash',
];

/** Rows of the file; the first part has the names of the columns. */
function csvPart(entries: readonly (AuditEntry & { readonly hash: string })[], isFirst: boolean): string {
  const text = csvOf(
    columns,
    entries.map((one) => [
      one.sequence,
      one.at,
      one.actor,
      one.action,
      one.customerUid,
      one.outcome,
      one.reason,
      one.fields.join(' '),
      one.otherUid,
      one.cashier,
      one.role,
      one.operation,
      one.count,
      one.hash,
    ]),
  );
  return isFirst ? text : text.slice(text.indexOf('\r\n') + 2);
}
