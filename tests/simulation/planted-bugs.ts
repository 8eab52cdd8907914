import type { Store } from '../../electron/core/db/open.ts';
import type { Writer } from '../../electron/core/db/writer.ts';
import type { CustomerService, ServiceAnswer } from '../../electron/core/services/customer-service.ts';

/**
 * A mistake somebody could make, put around the real code by a test: it shows
 * that the simulation would notice. The product knows nothing of these.
 */
export interface PlantedBug {
  readonly writer?: (writer: Writer, db: Store) => Writer;
  readonly service?: (service: CustomerService) => CustomerService;
  readonly waitsByWallClock?: true;
}

export const plantedBugs = {
  /** What may have arrived is taken for what has not, and sent again. */
  'no idempotency': {
    service: (service) =>
      onWrites(service, (answer) =>
        answer.outcome === 'unknown' ? { ...answer, outcome: 'failed' } : answer,
      ),
  },

  /** The newest change of a customer goes first. */
  'no ordering': {
    writer: (writer, db) => {
      const turn = db.prepare(
        `UPDATE mutation SET sequence = -sequence WHERE state IN ('pending', 'claimed')`,
      );
      const turned = <Args extends unknown[], Value>(
        claim: (...args: Args) => Value,
      ): ((...args: Args) => Value) => {
        return (...args) => {
          turn.run();
          try {
            return claim(...args);
          } finally {
            turn.run();
          }
        };
      };
      return {
        ...writer,
        claimMutations: turned(writer.claimMutations),
        claimBatch: turned(writer.claimBatch),
      };
    },
  },

  /** What the service refuses counts as done. */
  'dropped 4xx': {
    service: (service) =>
      onWrites(service, (answer) =>
        answer.outcome === 'rejected' ? { outcome: 'done', value: null } : answer,
      ),
  },

  /** A batch that was answered counts as done, whatever it says of its items. */
  'believed batch': {
    service: (service) => ({
      ...service,
      async batch(request, options) {
        const answer = await service.batch(request, options);
        if (answer.outcome !== 'done') return answer;
        return {
          outcome: 'done',
          value: new Map([...answer.value.keys()].map((uid) => [uid, { outcome: 'done' }])),
        };
      },
    }),
  },

  /** The cursor has a transaction of its own, before its rows. */
  'cursor outside the transaction': {
    writer: (writer) => ({
      ...writer,
      applyPulledRecords({ cursor, ...rows }) {
        if (cursor !== undefined) writer.setSyncCursor(cursor);
        return writer.applyPulledRecords(rows);
      },
    }),
  },

  /** A change that joins one that waits is told to the cashier and not written down. */
  'lost fold': {
    writer: (writer, db) => ({
      ...writer,
      updateCustomer(customerUid, changes, author) {
        const select = db.prepare(`SELECT mutation_id, payload FROM mutation WHERE customer_uid = ?`);
        const before = select.all(customerUid) as { mutation_id: string; payload: string }[];
        const accepted = writer.updateCustomer(customerUid, changes, author);
        const folded = before.find(({ mutation_id: mutationId }) => mutationId === accepted.mutationId);
        if (folded !== undefined) {
          db.prepare(`UPDATE mutation SET payload = ? WHERE mutation_id = ?`).run(
            folded.payload,
            folded.mutation_id,
          );
        }
        return accepted;
      },
    }),
  },

  /** Nobody remembers who was deleted. */
  'resurrecting pull': {
    writer: (writer, db) => ({
      ...writer,
      applyPulledRecords(pulled) {
        db.prepare(`DELETE FROM tombstone`).run();
        return writer.applyPulledRecords(pulled);
      },
    }),
  },

  /** What the service has goes over what the cashier has just typed. */
  'pull over pending': {
    writer: (writer, db) => ({
      ...writer,
      applyPulledRecords(pulled) {
        const changed = writer.applyPulledRecords(pulled);
        db.prepare(`UPDATE customer SET record = base WHERE base IS NOT NULL`).run();
        return changed;
      },
    }),
  },

  /** After a crash what was being sent is sent again without asking. */
  'forgotten claims': {
    writer: (writer, db) => ({
      ...writer,
      recoverClaims() {
        db.prepare(`UPDATE mutation SET state = 'pending' WHERE state = 'claimed'`).run();
      },
    }),
  },

  /** The service's record is taken to have the version it had before this till's own change. */
  'trusted version': {
    writer: (writer, db) => ({
      ...writer,
      answerMutations(answers, nowMs) {
        writer.answerMutations(answers, nowMs);
        db.prepare(`UPDATE customer SET version_outdated = 0`).run();
      },
    }),
  },

  /** A department that waits stays under a company that has become another one. */
  'department left behind': {
    writer: (writer, db) => ({
      ...writer,
      answerMutations(answers, nowMs) {
        const select = db.prepare(
          `SELECT mutation_id, payload, other_uid FROM mutation WHERE state = 'pending' AND kind <> 'merge'`,
        );
        const waiting = select.all() as { mutation_id: string; payload: string; other_uid: string | null }[];
        writer.answerMutations(answers, nowMs);
        const put = db.prepare(
          `UPDATE mutation SET payload = ?, other_uid = ? WHERE mutation_id = ? AND state = 'pending'`,
        );
        for (const row of waiting) put.run(row.payload, row.other_uid, row.mutation_id);
      },
    }),
  },

  /** A clock that is put back a day makes the queue wait a day. */
  'waiting by the wall clock': { waitsByWallClock: true },
} satisfies Record<string, PlantedBug>;

type Answer = ServiceAnswer<unknown>;

/** Every single write of a service, with its answers changed. */
function onWrites(service: CustomerService, change: (answer: Answer) => Answer): CustomerService {
  const changed: Partial<Record<string, unknown>> = {};
  for (const name of [
    'create',
    'update',
    'delete',
    'merge',
    'addExtension',
    'removeExtension',
    'printCard',
  ] as const) {
    const send = service[name] as (...args: unknown[]) => Promise<Answer>;
    changed[name] = async (...args: unknown[]) => change(await send(...args));
  }
  return { ...service, ...changed };
}
