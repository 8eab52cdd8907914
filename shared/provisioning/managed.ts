import type { OperationName } from '../contract/operation-names.ts';
import type { Settings } from '../contract/values.ts';

/** What the configuration of a till's IT can decide besides single settings. */
export const managedParts = ['connection', 'printers', 'cardDesigns', 'cashiers'] as const;
export type ManagedPart = (typeof managedParts)[number];

/** One thing the configuration decides: a part of the till, or a setting by its name. */
export type Managed = ManagedPart | keyof Settings;

/** Operations that change a part as a whole; a cashier's PIN stays the cashier's own. */
const changesPart: Partial<Record<OperationName, ManagedPart>> = {
  'connection.set': 'connection',
  'connection.setPlace': 'connection',
  'printers.save': 'printers',
  'printers.remove': 'printers',
  'cards.saveDesign': 'cardDesigns',
  'cards.resetDesign': 'cardDesigns',
  'cashiers.add': 'cashiers',
  'cashiers.setRole': 'cashiers',
  'cashiers.remove': 'cashiers',
};

/**
 * What of the configuration a call would change, by name.
 *
 * @param input as it came, unchecked
 */
export function managedIn(
  managed: ReadonlySet<string>,
  operation: OperationName,
  input: unknown,
): readonly string[] {
  const part = changesPart[operation];
  if (part !== undefined) return managed.has(part) ? [part] : [];
  if (operation !== 'settings.set') return [];
  const { changes } = (input ?? {}) as { changes?: unknown };
  const named = typeof changes === 'object' && changes !== null ? Object.keys(changes) : [];
  return named.filter((setting) => managed.has(setting));
}
