import { holdsEverything } from '#shared/customer/holdings';
import { capabilities } from '#shared/contract/values';
import type {
  BatchItemOutcome,
  CustomerService,
  ServiceAnswer,
} from '../../electron/core/services/customer-service.ts';
import { answerOf, failure, type Line } from './line.ts';
import type { Effect, ModelService, Outcome, Sender } from './model-service.ts';

/** The port to a service with every operation, each of them one request. */
export function connectFlowRetail(model: ModelService, line: Line): CustomerService {
  const { read, write } = line;
  const unsupported = () => Promise.resolve(failure('rejected', 'service.unsupported'));

  return {
    kind: 'flow-retail',
    capabilities,
    holds: holdsEverything,
    listPage: ({ page, pageSize, newestFirst }, options) =>
      read(
        `list ${page}`,
        () => ({ outcome: 'done', value: model.list(page, pageSize, newestFirst === true) }),
        options,
      ),
    get: (uid, options) => read(`get ${uid}`, () => answerOf(model.get(uid)), options),
    findByExternalId: (externalId, options) =>
      read(
        `find ${externalId}`,
        () => ({
          outcome: 'done',
          value: [...model.customers.values()].filter((record) => record['externalId'] === externalId),
        }),
        options,
      ),
    create: (customer, options) =>
      write(
        [[customer.customerUid, 'create']],
        `create ${customer.customerUid}`,
        ([from]) => answerOf(model.create(customer, from!)),
        options,
      ),
    update: (uid, changes, options) =>
      write(
        [[uid, 'update']],
        `update ${uid} ${JSON.stringify(changes)}`,
        ([from]) => answerOf(model.update(uid, changes, from!)),
        options,
      ),
    delete: (uid, options) =>
      write([[uid, 'delete']], `delete ${uid}`, ([from]) => answerOf(model.delete(uid, from!)), options),
    merge: (uid, fromUid, options) =>
      write(
        [[uid, 'merge']],
        `merge ${fromUid} into ${uid}`,
        ([from]) => answerOf(model.merge(uid, fromUid, from!)),
        options,
      ),
    addExtension: ({ customerUid: uid, extensionCode }, options) =>
      write(
        [[uid, 'add-extension']],
        `add-extension ${uid}`,
        ([from]) => answerOf(model.setExtension(uid, extensionCode, true, from!)),
        options,
      ),
    removeExtension: ({ customerUid: uid, extensionCode }, options) =>
      write(
        [[uid, 'remove-extension']],
        `remove-extension ${uid}`,
        ([from]) => nothing(answerOf(model.setExtension(uid, extensionCode, false, from!))),
        options,
      ),
    printCard: (uid, _printerUid, options) =>
      write([[uid, 'print-card']], `print ${uid}`, ([from]) => answerOf(model.print(uid, from!)), options),
    batch(request, options) {
      type Item = readonly [
        customerUid: string,
        kind: Effect['kind'],
        serve: (from: Sender) => Outcome<unknown>,
      ];
      const items: Item[] = [
        ...(request.create ?? []).map((customer): Item => [
          customer.customerUid,
          'create',
          (from) => model.create(customer, from),
        ]),
        ...(request.upsert ?? []).map((customer): Item => [
          customer.customerUid,
          'create',
          (from) => model.upsert(customer, from),
        ]),
        ...(request.update ?? []).map(({ customerUid, changes }): Item => [
          customerUid,
          'update',
          (from) => model.update(customerUid, changes, from),
        ]),
        ...(request.delete ?? []).map((customerUid): Item => [
          customerUid,
          'delete',
          (from) => model.delete(customerUid, from),
        ]),
      ];
      return write(
        items.map(([customerUid, kind]) => [customerUid, kind]),
        `batch ${items.map(([customerUid, kind]) => `${kind} ${customerUid}`).join(', ')}`,
        (senders) =>
          serveBatch(
            model,
            line,
            items.map(([uid, , serve], at) => [uid, () => serve(senders[at]!)]),
          ),
        options,
      );
    },
    search: unsupported,
    searchExternal: unsupported,
    storeDetails: unsupported,
    export: unsupported,
  };
}

/** Items in no particular order; errors are told by item, or lumped together. */
function serveBatch(
  model: ModelService,
  { chanceOf }: Line,
  items: readonly (readonly [string, () => Outcome<unknown>])[],
): ServiceAnswer<ReadonlyMap<string, BatchItemOutcome>> {
  const outcomes = new Map<string, BatchItemOutcome>();
  const random = chanceOf('batch');
  const shuffled = items.map((item) => [random.next(), item] as const);
  for (const [, [uid, serve]] of shuffled.sort(([left], [right]) => left - right)) {
    const outcome = serve();
    if (outcome.ok) outcomes.set(uid, { outcome: 'done' });
    else
      outcomes.set(uid, {
        outcome: 'rejected',
        error: { code: 'service.rejected', message: outcome.message },
      });
  }
  const someFailed = [...outcomes.values()].some(({ outcome }) => outcome !== 'done');
  if (someFailed && !model.habits.namesBatchItems) {
    const { error } = failure('unknown');
    for (const uid of outcomes.keys()) outcomes.set(uid, { outcome: 'unknown', error });
  }
  return { outcome: 'done', value: outcomes };
}

function nothing<Value>(answer: ServiceAnswer<Value>): ServiceAnswer<null> {
  return answer.outcome === 'done' ? { outcome: 'done', value: null } : answer;
}
