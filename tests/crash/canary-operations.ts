import type { Core } from '../../electron/core/core.ts';
import { operationNames, type OperationName } from '../../shared/contract/operation-names.ts';
import type { OperationInput, OperationOutput } from '../../shared/contract/operations.ts';
import type { Canary } from './canary-people.ts';

/** What a call is made of. */
interface Scene {
  readonly core: Core;
  readonly canary: Canary;
  /** Another customer of this till. */
  readonly other: string;
}

type Requests<Name extends OperationName> = (
  scene: Scene,
) => readonly OperationInput<Name>[] | Promise<readonly OperationInput<Name>[]>;

const nothing = () => [{}];
const uid = ({ canary }: Scene) => [{ customerUid: canary.draft.customerUid }];
/** Each of them with the same besides. */
const withEach = <One extends object, const More extends object>(
  all: readonly One[],
  more: More,
): (One & More)[] => all.map((one) => Object.assign(one, more));
const never = () => [];

async function mutationsOf({ core, canary }: Scene): Promise<{ mutationId: string }[]> {
  const { mutations } = await ask(core, 'outbox.list', { limit: 500 });
  return mutations
    .filter(({ customerUid }) => customerUid === canary.draft.customerUid)
    .map(({ mutationId }) => ({ mutationId }));
}

async function jobsOf({ core, canary }: Scene): Promise<{ jobId: string }[]> {
  const { jobs } = await ask(core, 'cards.jobs', { customerUid: canary.draft.customerUid });
  return jobs.map(({ jobId }) => ({ jobId }));
}

async function batches({ core }: Scene): Promise<{ batchId: string }[]> {
  const { batches: made } = await ask(core, 'cards.batches', { limit: 2 });
  return made.map(({ batchId }) => ({ batchId }));
}

async function design({ core }: Scene): Promise<{ design: OperationInput<'cards.saveDesign'>['design'] }[]> {
  const { designs } = await ask(core, 'cards.designs', {});
  return designs.slice(0, 1).map((one) => ({ design: one.design }));
}

/** What is asked of each operation with a person's data; complete, so that a new one without an entry does not compile. */
const requests: { readonly [Name in OperationName]: Requests<Name> } = {
  'customers.search': ({ canary }) => canary.typed.map((query) => ({ query })),
  'customers.filters': nothing,
  'lookup.rebuild': nothing,
  'customers.recent': nothing,
  'customers.get': uid,
  'customers.fetch': uid,
  'customers.storeDetails': uid,
  'customers.check': ({ canary }) => [{ draft: canary.draft }],
  'customers.duplicates': ({ canary }) => [{ draft: canary.draft }],
  'customers.create': ({ canary }) => [
    { customer: canary.draft, card: canary.number % 2 === 0 },
    // Once more, with what no service takes.
    { customer: { ...canary.draft, customerUid: `bad-${canary.number}`, mobile: `${canary.typed[0]!} 12` } },
  ],
  'customers.update': ({ canary }) => [
    {
      customerUid: canary.draft.customerUid,
      changes: { address: `${canary.typed[0]!}gata 9`, city: 'Bodø' },
    },
  ],
  'customers.delete': never,
  'customers.erase': never,
  'customers.consents': uid,
  'customers.merge': never,
  'customers.merges': uid,
  'customers.history': uid,
  'customers.addExtension': (scene) => withEach(uid(scene), { extensionCode: 'TWO_INVOICE' }),
  'customers.removeExtension': (scene) => withEach(uid(scene), { extensionCode: 'TWO_INVOICE' }),
  'customers.searchService': ({ canary }) => canary.typed.map((query) => ({ query })),
  'customers.searchExternal': ({ canary }) => canary.typed.map((query) => ({ query })),
  'customers.export': (scene) => withEach(uid(scene), { reason: 'data-request' }),
  'cards.render': (scene) =>
    (['pdf', 'png', 'svg', 'escpos', 'zpl'] as const).map((format) => ({
      format,
      customerUid: scene.canary.draft.customerUid,
    })),
  'cards.print': (scene) => [...uid(scene), { ...uid(scene)[0]!, printer: 'folder' }],
  'cards.reprint': jobsOf,
  'cards.jobs': uid,
  'cards.settle': async (scene) => withEach(await jobsOf(scene), { outcome: 'cancel' }),
  'cards.cancel': jobsOf,
  'cards.verify': ({ canary }) => canary.typed.map((code) => ({ code })),
  'cards.printMany': (scene) => [
    { cardsFor: { customerUids: [uid(scene)[0]!.customerUid] }, printer: 'folder' },
  ],
  'cards.printList': ({ canary }) => [{ text: canary.typed.join('\n'), printer: 'folder' }],
  'cards.batches': nothing,
  'cards.pauseBatch': batches,
  'cards.resumeBatch': batches,
  'cards.cancelBatch': batches,
  'cards.settleBatch': async (scene) => withEach(await batches(scene), { outcome: 'cancel' }),
  'cards.designs': nothing,
  'cards.saveDesign': design,
  'cards.resetDesign': async (scene) =>
    (await design(scene)).map(({ design: { designId } }) => ({ designId })),
  'cards.previewDesign': design,
  'printers.list': nothing,
  'printers.save': never,
  'printers.remove': () => [{ printerId: 'no-such' }],
  'printers.test': () => [{ printerId: 'folder' }],
  'printers.check': () => [{ printerId: 'folder' }],
  'printers.cancelTest': () => [{ printerId: 'folder' }],
  'printers.discover': ({ canary }) => [{ hosts: `${canary.typed[0]!.toLowerCase()}.invalid` }],
  'printers.cancelDiscover': nothing,
  'codes.find': ({ canary }) => canary.typed.map((code) => ({ code })),
  'codes.attach': (scene) => [{ ...uid(scene)[0]!, code: `${scene.canary.loyaltyId}9`, takeOver: true }],
  'codes.replace': (scene) => withEach(uid(scene), { print: false }),
  'codes.history': uid,
  'connection.get': nothing,
  'connection.set': never,
  'connection.setPlace': () => [{ till: '2' }],
  'sync.status': nothing,
  'sync.now': nothing,
  'sync.heldBack': nothing,
  'sync.approveDeletions': (scene) => [{ customerUids: [uid(scene)[0]!.customerUid] }],
  'outbox.list': nothing,
  'outbox.get': mutationsOf,
  'outbox.edit': async (scene) =>
    withEach(await mutationsOf(scene), { changes: { city: scene.canary.typed[0]! } }),
  'outbox.retry': mutationsOf,
  'outbox.retryAll': nothing,
  'outbox.discard': never,
  'conflicts.list': nothing,
  'conflicts.resolve': async ({ core, canary }) => {
    const { conflicts } = await ask(core, 'conflicts.list', {});
    return conflicts.map(({ conflictId }) => ({
      conflictId,
      resolution: { take: 'typed', value: canary.typed[0] },
    }));
  },
  'duplicates.list': nothing,
  'duplicates.find': () => [{ action: 'start' }],
  'duplicates.status': nothing,
  'duplicates.dismiss': (scene) => [{ ...uid(scene)[0]!, otherUid: scene.other }],
  'handOver.send': (scene) => [{ ...uid(scene)[0]!, occasion: 'asked' }],
  'handOver.try': () => [{ way: 'clipboard' }],
  'handOver.done': nothing,
  'handOver.status': nothing,
  'handOver.counterToken': nothing,
  'drafts.keep': ({ canary: { draft, typed } }) => [
    {
      draft: {
        kind: 'change',
        customerUid: draft.customerUid,
        values: { city: typed[0]!, email: typed[1]! },
      },
    },
    {
      draft: {
        kind: 'registration',
        customerUid: `typed-${draft.customerUid}`,
        customerType: 'PERSON',
        values: { firstname: typed[0]!, mobile: typed[2]! },
        consents: {},
        printCard: false,
        scanned: { code: typed[3]!, takeOver: false },
      },
    },
  ],
  'drafts.list': nothing,
  'drafts.discard': ({ canary }) =>
    canary.number % 2 === 0 ? [] : [{ customerUid: canary.draft.customerUid }],
  'provisioning.status': nothing,
  'settings.get': nothing,
  'settings.set': () => [{ changes: { shopName: 'Butikken' } }],
  'audit.list': nothing,
  'audit.filters': nothing,
  'audit.verify': nothing,
  'audit.export': () => [{ format: 'csv' }, { format: 'json-lines' }],
  'privacy.status': nothing,
  'backups.list': nothing,
  'backups.make': nothing,
  'key.status': nothing,
  'key.change': nothing,
  'health.get': nothing,
  'health.history': () => [{ span: 'hour' }, { span: 'day' }],
  'health.endpoint': nothing,
  'health.token': nothing,
  'updates.status': nothing,
  'updates.check': nothing,
  'updates.install': nothing,
  'updates.goBack': nothing,
  'updates.note': () => [{ unsaved: false }],
  'diagnostics.collect': nothing,
  'links.take': nothing,
  'host.status': nothing,
  'host.startNormally': nothing,
  'host.restoreBackup': nothing,
  'host.setAutostart': () => [{ on: true }],
  'host.leaveKiosk': nothing,
  'session.status': nothing,
  'session.unlock': () => [{ cashier: 'Kari', pin: '0000' }],
  'session.lock': nothing,
  'session.touch': nothing,
  'session.lend': () => [{ operation: 'customers.erase', cashier: 'Kari', pin: '0000' }],
  'session.changePin': () => [{ formerPin: '0000', pin: '1234' }],
  'session.setLanguage': () => [{ language: 'en' }],
  'cashiers.add': never,
  'cashiers.resetPin': ({ canary }) => [{ cashier: canary.typed[0]!, pin: '1234' }],
  'cashiers.setRole': ({ canary }) => [{ cashier: canary.typed[0]!, role: 'manager' }],
  'cashiers.remove': ({ canary }) => [{ cashier: canary.typed[0]! }],
};

/** Asked with the first person alone: they take long, and nobody's data is in the request. */
const onceIsEnough: ReadonlySet<OperationName> = new Set<OperationName>([
  'lookup.rebuild',
  'printers.discover',
  'printers.test',
  'backups.make',
  'audit.export',
  'audit.verify',
  'session.unlock',
  'session.lend',
]);

/** Takes a person through every operation of the contract. Answers how many calls that were; refusals are answers too. */
export async function askEverything(scene: Scene): Promise<number> {
  let calls = 0;
  const run = async (name: OperationName): Promise<void> => {
    for (const request of await requests[name](scene)) {
      const answer = await scene.core.callUntrusted(name, request);
      if (!answer.ok && answer.error.code === 'internal') throw new Error(`${name} failed`);
      calls += 1;
    }
  };
  await run('customers.create');
  for (const name of operationNames) {
    if (name === 'customers.create' || (scene.canary.number > 0 && onceIsEnough.has(name))) continue;
    await run(name);
  }
  return calls + (await endOf(scene));
}

/** What ends a customer, each for some. */
async function endOf({ core, canary, other }: Scene): Promise<number> {
  const { customerUid } = canary.draft;
  switch (canary.number % 5) {
    case 1:
      await core.callUntrusted('customers.merge', { customerUid: other, mergeFromCustomerUid: customerUid });
      return 1;
    case 2:
      await core.callUntrusted('customers.delete', { customerUid, reason: 'mistake' });
      return 1;
    case 3:
      await core.callUntrusted('customers.erase', { customerUid, reason: 'customer-asked' });
      return 1;
    default:
      return 0;
  }
}

/** @throws what it answers when that is a failure */
export async function ask<Name extends OperationName>(
  core: Core,
  name: Name,
  input: OperationInput<Name>,
): Promise<OperationOutput<Name>> {
  const answer = await core.call(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
  return answer;
}
