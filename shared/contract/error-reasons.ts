import type { TillError } from './errors.ts';

/**
 * What there is to say about a failure beyond its code: stable ids with the words
 * of command line and log; `{name}` is filled in. The interface has its own words
 * for each of them, in every language (`reasons` of resources/translations).
 */
export const errorReasons = {
  'sign-in.again': 'The customer service does not accept this till’s sign-in. Sign in again.',
  'sign-in.token': 'The customer service does not accept this till’s token. Ask IT for a new one.',
  'sign-in.client':
    'The customer service does not accept this till’s client id and secret. Ask IT for the right ones and connect again.',
  'sign-in.nowhere':
    'There is no sign-in at the address of the customer service. Look at the address under Settings, Connection.',
  'sign-in.tenant':
    'The customer service accepted the sign-in, but not for this tenant. Ask IT whether tenant, client id and secret belong together.',
  'sign-in.device': 'The customer service does not register this till. Ask IT for a new registration code.',
  'sign-in.user': 'The customer service does not let this till’s user sign in. Ask IT.',
  'config.secrets-in':
    'The secrets are in {file}, where this account cannot remove them. Put them into till.secrets.json in the data folder.',
  /** `problem`: which file, and what is wrong with it. */
  'config.unprotected':
    'The configuration is neither signed nor protected, so nothing of it was taken over. {problem}',
  'config.left-out': 'This version does not know the setting “{name}”: it was left out.',
  /** `names`: the cashiers, by commas. */
  'config.no-pin':
    'There is no PIN for {names}, neither in the configuration nor on this till: they were left out.',
  'config.windows-keys':
    'On Windows a till knows the keys of its build, and the one that TILLBOOK_CONFIG_KEY names.',
  'config.host-name': 'The pattern of the configuration does not fit the name of this computer, {name}.',
  'sign-in.right': 'The customer service does not permit this. It needs {right}.',
  'address.other':
    'What answers at this address is not the customer service of {service}. Look at the address.',
  'store.unknown': 'This till does not know which store it stands in.',
  'customer.id-taken': 'The customer service has a customer with this id already.',
  'customer.id-refused':
    'The customer service takes no id longer than 66 characters, or with others than letters, digits, “-” and “_”. Register the customer anew.',
  'customer.other-id':
    'The customer service has registered the customer under an id of its own ({id}). It comes to this till with the next sync; discard this change.',
  'customer.type': 'The connected customer service does not let a till register customers of type {type}.',
  /** `fields`: their paths, by commas. */
  'customer.no-place': 'The connected customer service has no place for: {fields}.',
  'customer.unreadable':
    'The customer service lists {number} customers that cannot be read. They are not on this till.',
  'customer.vanished':
    'The customer service no longer lists {number} customers of this till. That is too many at once to be right, so none of them was deleted here.',
  'change.no-fields': 'This change has no fields to correct.',
  'change.uncertain': 'This change may have arrived already, or its customer is being deleted.',
  'change.in-conflict': 'This change is in conflict: choose a value for each field first.',
  'code.taken-by': 'This code is on the card of {name}.',
  'code.replaced-of': 'This code was on the card of {name}.',
  'code.no-place': 'The connected customer service has no place for the number of a card.',
  'code.too-long': 'The loyalty id is too long for a barcode on a card.',
  'cards.too-many': 'That is more than {most} cards. Print them in parts.',
  'printer.gone': 'The card printer chosen in settings is no longer on this till.',
  'printer.none': 'No card printer is chosen. Choose one in settings.',
  'printer.misfit': 'This printer cannot print cards of the design chosen for it. Choose another one.',
  'printer.unwritable': 'The document cannot be written: the folder is not there, or the disk is full.',
  /** `conditions`: what the printer says of itself, by commas. */
  'printer.says': 'The printer says: {conditions}. Nothing was sent.',
  'printer.folder': 'The folder is not there, or does not take files.',
  'update.typing': 'Something is typed that is not saved. Save it or discard it first.',
  'update.printing': 'A card is being printed. Try again when it has come out.',
  'update.syncing': 'The till is talking with the customer service. Try again when it is done.',
  /** `folders`: their paths, by commas. */
  'backup.folders': 'No new backup could be made in {folders}.',
  'sale.answered': 'The sale answered “{status}”.',
  'computer.no-printer': 'This computer has no printer of that name any more.',
  'computer.silent': 'The print system of this computer does not answer.',
  'computer.stopped': 'The print system of this computer is not running.',
  'computer.refused': 'The print system of this computer refused: {words}',
} as const;

export type ErrorReason = keyof typeof errorReasons;

/** The details of a failure for a reason: to be handed to `fail`, `TillFailure` and their like. */
export function because(
  reason: ErrorReason,
  fill: Readonly<Record<string, string>> = {},
): Pick<TillError, 'message' | 'reason' | 'fill'> {
  const message = errorReasons[reason].replaceAll(/\{(\w+)\}/g, (_, name: string) => fill[name] ?? '');
  return { message, reason, ...(Object.keys(fill).length > 0 && { fill }) };
}

/** The details of a failure in the words of somebody else, as the service's own: they are shown as they came. */
export function inWords(said: string): Pick<TillError, 'message' | 'said'> | Record<string, never> {
  return said === '' ? {} : { message: said, said };
}
