import type { MutationKind, MutationState } from '#shared/contract/values';
import { schemaVersion } from './migrations/index.ts';
import type { Store } from './open.ts';
import { inOneView, statement } from './statement.ts';

/** A store as somebody far away has to see it: its shape, how much is in it and what waits, without whom it is about. */
export interface StoreDescription {
  readonly schemaVersion: number;
  readonly programsSchemaVersion: number;
  readonly pageBytes: number;
  readonly pages: number;
  readonly freePages: number;
  /** Rows of each table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Changes the service has not taken, the oldest first, at most 1000. */
  readonly waiting: readonly {
    readonly mutationId: string;
    readonly kind: MutationKind;
    readonly state: MutationState;
    readonly attempts: number;
    readonly createdAtMs: number;
    readonly errorCode: string | null;
  }[];
  /** Cards by what became of them. */
  readonly printJobs: readonly {
    readonly state: string;
    readonly errorCode: string | null;
    readonly count: number;
    readonly oldestAtMs: number;
  }[];
  /** The statements that make its tables and indexes. */
  readonly schema: readonly string[];
}

export function describeStore(db: Store): StoreDescription {
  const pragma = (name: string): number => db.pragma(name, { simple: true }) as number;
  return inOneView(db, () => {
    const parts = statement<{ type: string; name: string; sql: string }>(
      db,
      `SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid`,
    ).all();
    const tables = parts.filter(({ type }) => type === 'table').map(({ name }) => name);
    return {
      schemaVersion: pragma('user_version'),
      programsSchemaVersion: schemaVersion,
      pageBytes: pragma('page_size'),
      pages: pragma('page_count'),
      freePages: pragma('freelist_count'),
      rows: Object.fromEntries(
        tables.map((table) => [
          table,
          statement<{ count: number }>(db, `SELECT count(*) AS count FROM "${table}"`).get()!.count,
        ]),
      ),
      waiting: statement<StoreDescription['waiting'][number]>(
        db,
        `SELECT mutation_id AS mutationId, kind, state, attempts, created_at_ms AS createdAtMs,
                error ->> '$.code' AS errorCode
         FROM mutation WHERE state <> 'acked' ORDER BY sequence LIMIT 1000`,
      ).all(),
      printJobs: statement<StoreDescription['printJobs'][number]>(
        db,
        `SELECT state, error ->> '$.code' AS errorCode, count(*) AS count, min(created_at_ms) AS oldestAtMs
         FROM print_job GROUP BY 1, 2 ORDER BY 1, 2`,
      ).all(),
      schema: parts.map(({ sql }) => sql),
    };
  });
}
