import type { OperationName } from './operation-names.ts';
import type { Settings } from './values.ts';

/**
 * Who may do what. The core asks here before every call, whatever host it came through; the window asks here what to
 * offer. Both tables are complete: an operation or a setting without a rule does not compile.
 */

/**
 * What a cashier may do, as the customer service divides it: `cashier` is its TENANT.ACCESS, `manager` its
 * TENANT.BACKOFFICE. A manager may do what a cashier may.
 */
export const roles = ['cashier', 'manager'] as const;
export type Role = (typeof roles)[number];

interface Rule {
  /** Who may: this role, and those above it. */
  readonly role: Role;
  /** Whether a locked till answers it: only what is needed to unlock it and to say how it is doing. */
  readonly whileLocked: boolean;
}

const anybody: Rule = { role: 'cashier', whileLocked: true };
const cashier: Rule = { role: 'cashier', whileLocked: false };
const manager: Rule = { role: 'manager', whileLocked: false };

export const permissions: Readonly<Record<OperationName, Rule>> = {
  'customers.search': cashier,
  'customers.filters': cashier,
  'lookup.rebuild': cashier,
  'customers.recent': cashier,
  'customers.get': cashier,
  'customers.fetch': cashier,
  'customers.storeDetails': cashier,
  'customers.check': cashier,
  'customers.duplicates': cashier,
  'customers.create': cashier,
  'customers.update': cashier,
  // The service asks TENANT.BACKOFFICE for a delete, and for nothing else.
  'customers.delete': manager,
  'customers.erase': manager,
  'customers.consents': cashier,
  'customers.merge': cashier,
  'customers.merges': cashier,
  'customers.history': cashier,
  'customers.addExtension': cashier,
  'customers.removeExtension': cashier,
  'customers.searchService': cashier,
  'customers.searchExternal': cashier,
  'customers.export': manager,

  'cards.render': cashier,
  'cards.print': cashier,
  'cards.reprint': cashier,
  'cards.jobs': cashier,
  'cards.settle': cashier,
  'cards.cancel': cashier,
  'cards.verify': cashier,
  'cards.printMany': cashier,
  'cards.printList': cashier,
  'cards.batches': cashier,
  'cards.pauseBatch': cashier,
  'cards.resumeBatch': cashier,
  'cards.cancelBatch': cashier,
  'cards.settleBatch': cashier,
  'cards.designs': cashier,
  'cards.previewDesign': cashier,
  'cards.saveDesign': manager,
  'cards.resetDesign': manager,

  'printers.list': cashier,
  'printers.check': cashier,
  'printers.cancelTest': cashier,
  'printers.save': manager,
  'printers.remove': manager,
  'printers.test': manager,
  'printers.discover': manager,
  'printers.cancelDiscover': manager,

  'codes.find': cashier,
  'codes.attach': cashier,
  'codes.replace': cashier,
  'codes.history': cashier,

  'connection.get': cashier,
  'connection.set': manager,
  'connection.setPlace': manager,
  'sync.status': anybody,
  'sync.now': cashier,
  'sync.heldBack': cashier,
  'sync.approveDeletions': manager,
  'outbox.list': cashier,
  'outbox.get': cashier,
  'outbox.edit': cashier,
  'outbox.retry': cashier,
  'outbox.retryAll': cashier,
  'outbox.discard': cashier,
  'conflicts.list': cashier,
  'conflicts.resolve': cashier,
  'duplicates.list': cashier,
  'duplicates.find': cashier,
  'duplicates.status': cashier,
  'duplicates.dismiss': cashier,

  'handOver.send': cashier,
  'handOver.done': cashier,
  'handOver.status': cashier,
  'handOver.try': manager,
  'handOver.counterToken': manager,

  'drafts.keep': cashier,
  'drafts.list': cashier,
  'drafts.discard': cashier,

  // Also whoever stands before a locked till can tell IT that its configuration was refused.
  'provisioning.status': anybody,
  'settings.get': anybody,
  // For settings of a manager: `settingRoles`.
  'settings.set': cashier,
  'audit.list': manager,
  'audit.filters': manager,
  'audit.verify': manager,
  'audit.export': manager,
  'privacy.status': cashier,
  'backups.list': manager,
  'backups.make': manager,
  'key.status': manager,
  'key.change': manager,
  'health.get': manager,
  'health.history': manager,
  'health.endpoint': manager,
  'health.token': manager,
  'updates.status': cashier,
  'updates.check': manager,
  'updates.install': manager,
  'updates.goBack': manager,
  'updates.note': anybody,
  'diagnostics.collect': manager,

  // What a link asks for is shown to whoever is at the till, and not before.
  'links.take': cashier,
  'host.status': cashier,
  'host.startNormally': cashier,
  'host.restoreBackup': manager,
  'host.setAutostart': manager,
  'host.leaveKiosk': manager,

  'session.status': anybody,
  'session.unlock': anybody,
  'session.lock': anybody,
  'session.touch': cashier,
  'session.lend': cashier,
  'session.changePin': cashier,
  'session.setLanguage': cashier,
  'cashiers.add': manager,
  'cashiers.resetPin': manager,
  'cashiers.setRole': manager,
  'cashiers.remove': manager,
};

/** Who may change which setting. */
export const settingRoles: Readonly<Record<keyof Settings, Role>> = {
  setUp: 'cashier',
  theme: 'cashier',
  textSize: 'cashier',
  language: 'manager',
  shopName: 'manager',
  defaultCountry: 'manager',
  defaultCustomerType: 'manager',
  printCardOnCreate: 'manager',
  cardPrinterId: 'manager',
  batchPrinterId: 'manager',
  consents: 'manager',
  scanner: 'manager',
  handOver: 'manager',
  retention: 'manager',
  pullEverySeconds: 'manager',
  lockAfterMinutes: 'manager',
  logLevel: 'manager',
  updates: 'manager',
  backup: 'manager',
  kiosk: 'manager',
  status: 'manager',
};

/** How deep a list of customers is read by whoever looks for one: a word finds the others. Further on, a manager. */
export const mostListed = 1000;

/**
 * The role a call needs.
 *
 * @param input as it came, unchecked: a setting nobody knows needs a manager
 */
export function roleFor(name: OperationName, input: unknown): Role {
  if (name === 'customers.search') {
    const { offset } = (input ?? {}) as { offset?: unknown };
    return typeof offset === 'number' && offset >= mostListed ? 'manager' : 'cashier';
  }
  if (name !== 'settings.set') return permissions[name].role;
  const { changes } = (input ?? {}) as { changes?: unknown };
  const named = typeof changes === 'object' && changes !== null ? Object.keys(changes) : [];
  const own: ReadonlySet<string> = ownSettings;
  return named.every((setting) => own.has(setting)) ? 'cashier' : 'manager';
}

const ownSettings = new Set(
  Object.entries(settingRoles).flatMap(([setting, role]) => (role === 'cashier' ? [setting] : [])),
);

/** Whether somebody of one role may do what needs another. */
export function suffices(has: Role, needed: Role): boolean {
  return has === 'manager' || needed === 'cashier';
}
