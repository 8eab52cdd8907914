import { auditReasonSchema } from '#shared/contract/audit';
import type { OperationName } from '#shared/contract/operation-names';
import type { AuditRecord } from '../db/audit.ts';

/**
 * How an operation gets into the audit trail:
 * - `with-it`: its handler notes it together with what it does, customer by customer
 * - `answered`: noted when it was answered: data was shown, made into a card, or set up otherwise
 * - `read-on`: noted when it was answered from deep in a list on: a person who looks for somebody types instead
 * - `not`: it shows nobody's data or no more than a list does, in which customers are looked for; what is typed
 *   to find them is never noted
 *
 * Complete, so that a new operation without a rule does not compile. What a role may not do, and what was tried
 * at a locked till, is noted by the session whatever the rule.
 */
type AuditRule = 'with-it' | 'answered' | 'read-on' | 'not';

/** As many as a person scrolls through; a key stroke brings the first ones and waits for no note. */
const deepFrom = 200;
/** For so long the card on the page of a customer is part of what its cashier opened. */
const openingMs = 15 * 60_000;

const auditRules: Readonly<Record<OperationName, AuditRule>> = {
  'customers.search': 'read-on',
  'customers.filters': 'not',
  'lookup.rebuild': 'not',
  'customers.recent': 'not',
  'customers.get': 'with-it',
  'customers.fetch': 'answered',
  'customers.storeDetails': 'answered',
  'customers.check': 'not',
  'customers.duplicates': 'not',
  'customers.create': 'with-it',
  'customers.update': 'with-it',
  'customers.delete': 'with-it',
  'customers.erase': 'with-it',
  'customers.consents': 'not',
  'customers.merge': 'with-it',
  'customers.merges': 'answered',
  'customers.history': 'not',
  'customers.addExtension': 'with-it',
  'customers.removeExtension': 'with-it',
  'customers.searchService': 'answered',
  'customers.searchExternal': 'answered',
  'customers.export': 'with-it',
  'cards.render': 'answered',
  'cards.print': 'with-it',
  'cards.reprint': 'with-it',
  'cards.jobs': 'not',
  'cards.settle': 'with-it',
  'cards.cancel': 'with-it',
  'cards.verify': 'with-it',
  'cards.printMany': 'with-it',
  'cards.printList': 'with-it',
  'cards.batches': 'not',
  'cards.pauseBatch': 'answered',
  'cards.resumeBatch': 'answered',
  'cards.cancelBatch': 'answered',
  'cards.settleBatch': 'answered',
  'cards.designs': 'not',
  'cards.saveDesign': 'answered',
  'cards.resetDesign': 'answered',
  'cards.previewDesign': 'not',
  'printers.list': 'not',
  'printers.save': 'answered',
  'printers.remove': 'answered',
  'printers.test': 'not',
  'printers.check': 'not',
  'printers.cancelTest': 'not',
  'printers.discover': 'not',
  'printers.cancelDiscover': 'not',
  'codes.find': 'not',
  'codes.attach': 'with-it',
  'codes.replace': 'with-it',
  'codes.history': 'not',
  'connection.get': 'not',
  'connection.set': 'with-it',
  'connection.setPlace': 'with-it',
  'sync.status': 'not',
  'sync.now': 'not',
  'sync.heldBack': 'not',
  'sync.approveDeletions': 'with-it',
  'outbox.list': 'not',
  'outbox.get': 'answered',
  'outbox.edit': 'with-it',
  'outbox.retry': 'with-it',
  'outbox.retryAll': 'with-it',
  'outbox.discard': 'with-it',
  'conflicts.list': 'not',
  'conflicts.resolve': 'with-it',
  'duplicates.list': 'not',
  'duplicates.find': 'not',
  'duplicates.status': 'not',
  'duplicates.dismiss': 'with-it',
  'handOver.send': 'with-it',
  'handOver.try': 'not',
  'handOver.done': 'not',
  'handOver.status': 'not',
  'handOver.counterToken': 'with-it',
  'drafts.keep': 'not',
  'drafts.list': 'not',
  'drafts.discard': 'not',
  'provisioning.status': 'not',
  'settings.get': 'not',
  'settings.set': 'answered',
  'audit.list': 'not',
  'audit.filters': 'not',
  'audit.verify': 'answered',
  'audit.export': 'answered',
  'privacy.status': 'not',
  'backups.list': 'not',
  'backups.make': 'answered',
  'key.status': 'not',
  'key.change': 'answered',
  'health.get': 'not',
  'health.history': 'not',
  'health.endpoint': 'not',
  'health.token': 'answered',
  'updates.status': 'not',
  'updates.check': 'not',
  'updates.install': 'answered',
  'updates.goBack': 'answered',
  'updates.note': 'not',
  'diagnostics.collect': 'answered',
  'links.take': 'not',
  'host.status': 'not',
  'host.startNormally': 'answered',
  'host.restoreBackup': 'answered',
  'host.setAutostart': 'answered',
  'host.leaveKiosk': 'answered',
  'session.status': 'not',
  'session.unlock': 'with-it',
  'session.lock': 'with-it',
  'session.touch': 'not',
  'session.lend': 'with-it',
  'session.changePin': 'with-it',
  'session.setLanguage': 'not',
  'cashiers.add': 'with-it',
  'cashiers.resetPin': 'with-it',
  'cashiers.setRole': 'with-it',
  'cashiers.remove': 'with-it',
};

/** Actions that only looked: the history of a customer leaves them out unless they are asked for. */
export const lookActions = [
  'customers.get',
  'customers.fetch',
  'customers.storeDetails',
  'customers.merges',
  'outbox.get',
  'cards.render',
] as const satisfies readonly OperationName[];

/**
 * What the trail says of an operation that was answered: whom it was about, as request or answer names them by
 * id, why it was asked, which settings it changed, and how many customers were read on.
 *
 * @param request checked by its schema
 * @returns undefined for what is not noted, or by its handler
 */
export function describeAnswered(
  name: OperationName,
  request: unknown,
  answer: object,
): Pick<AuditRecord, 'customerUid' | 'reason' | 'detail'> | undefined {
  const { customerUid, reason, changes, offset } = request as Readonly<Record<string, unknown>>;
  if (auditRules[name] === 'read-on') {
    const { hits } = answer as { readonly hits?: readonly unknown[] };
    return Number(offset ?? 0) < deepFrom ? undefined : { detail: { count: hits?.length ?? 0 } };
  }
  if (auditRules[name] !== 'answered') return undefined;
  const { customer, mutation } = answer as Readonly<
    Record<string, { readonly customerUid?: unknown } | undefined>
  >;
  const uid = customerUid ?? customer?.customerUid ?? mutation?.customerUid;
  return {
    customerUid: typeof uid === 'string' ? uid : undefined,
    reason: auditReasonSchema.optional().catch(undefined).parse(reason),
    ...(typeof changes === 'object' && changes !== null && { detail: { fields: Object.keys(changes) } }),
  };
}

/**
 * The page of a customer has a picture of the card.
 *
 * @returns from when on it is part of something that is noted already, if the same person did anything with that
 *   customer since; undefined for what is noted whatever came before
 */
export function openedSinceMs(name: OperationName, request: unknown, nowMs: number): number | undefined {
  const isPicture = name === 'cards.render' && (request as { readonly format?: unknown }).format === 'svg';
  return isPicture ? nowMs - openingMs : undefined;
}
