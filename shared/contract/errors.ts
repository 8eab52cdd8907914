import { z } from 'zod';

/**
 * Every expected failure Tillbook answers with: a stable code that programs may
 * branch on, and the words a cashier reads when nothing more precise is known.
 */
export const errorWords = {
  'input.invalid': 'Something in the request is not as it should be.',
  'input.too-large': 'That is more than can be taken in one go.',
  'operation.unknown': 'This version of Tillbook does not know that operation.',
  'search.overtaken': 'A newer search has taken the place of this one.',
  'customer.not-found': 'This customer is not on this till.',
  'customer.invalid': 'Some fields need another look before saving.',
  'customer.exists': 'A customer with this id is already on this till.',
  'customer.deleted': 'This customer has been deleted.',
  'customer.merge-self': 'A customer cannot be merged with itself.',
  'customer.merge-types': 'A person and a company cannot become one customer.',
  'mutation.not-found': 'This change is no longer in the outbox.',
  'mutation.not-waiting': 'This change is being sent right now or has arrived already.',
  'conflict.not-found': 'This conflict has been resolved already.',
  'card.no-loyalty-id': 'The customer has no loyalty id to put on a card.',
  'card.not-encodable': 'The loyalty id has characters a barcode cannot carry.',
  'card.design-invalid': 'Some parts of the card design need another look.',
  'code.taken': 'This code is on another customer’s card.',
  'code.replaced': 'This code was on another customer’s card.',
  'code.unusable': 'This code cannot be the number of a card.',
  'printer.not-found': 'There is no such printer on this till.',
  'printer.unreachable': 'The printer does not answer.',
  'printer.unknown-outcome': 'The printer went silent: look whether the card came out.',
  'printer.paper-out': 'The printer has no paper. Nothing was sent.',
  'printer.cover-open': 'The printer’s cover is open. Nothing was sent.',
  'printer.not-ready': 'The printer reports a problem. Nothing was sent.',
  'printer.refused': 'The printer did not take the card. Nothing was printed.',
  'printer.stopped': 'It was stopped before anything was sent.',
  'printer.no-system-printing': 'This till cannot reach printers of this computer.',
  'card.merged-away':
    'The customer was merged into another one, so nothing was printed. Print again prints the card of the customer that is left.',
  'print-job.not-found': 'This print job is not on this till.',
  'print-job.not-settled': 'This card has not been printed yet, so it cannot be printed again.',
  'print-batch.not-found': 'These cards are not on this till.',
  'print-batch.over': 'These cards are done or were given up.',
  'service.not-connected': 'This till is not connected to a customer service.',
  'service.unreachable': 'The customer service cannot be reached. Your work is safe on this till.',
  'service.unauthorized': 'The customer service does not accept this till’s sign-in.',
  'service.forbidden': 'The customer service does not permit this.',
  'service.not-found': 'The customer service does not know this customer.',
  'service.no-tenant': 'There is no such tenant at the address of the customer service.',
  'service.rejected': 'The customer service did not accept this.',
  'service.conflict': 'The customer was changed elsewhere at the same time.',
  'service.rate-limited': 'The customer service asked the till to slow down.',
  'service.failed': 'The customer service has a problem of its own.',
  'service.bad-answer': 'The customer service answered something that makes no sense.',
  'service.unsupported': 'The connected customer service does not offer this.',
  'service.unknown-outcome': 'The connection broke: the till is finding out whether the change arrived.',
  'hand-over.off': 'No way of handing customers over to the sale is switched on.',
  'hand-over.bad-setup': 'This way of handing over is not set up well. Look at it in the settings.',
  'hand-over.nothing': 'The customer has nothing of what is to be handed over.',
  'hand-over.overtaken': 'Another customer was handed over in the meantime.',
  'hand-over.no-typing': 'Only the desktop till can type into other windows.',
  'hand-over.no-typing-wayland':
    'A Wayland desktop lets no program type for others: sign in with an X11 session, or use another way.',
  'hand-over.no-typing-program': 'The program xdotool, which types for others, is not installed here.',
  'hand-over.not-on-keyboard':
    'Nothing was typed: the text has letters that this computer’s keyboard does not have.',
  'hand-over.no-window': 'There is no other window to type into.',
  'hand-over.typing-failed': 'Not everything could be typed. Look at what the sale has.',
  'hand-over.unreachable': 'Nobody answers at the address of the sale. Is it running?',
  'hand-over.silent':
    'The sale took too long to answer. Look whether it has the customer: nothing is sent again.',
  'hand-over.refused': 'The sale did not take the customer.',
  'hand-over.not-asked': 'This till does not run where a sale can ask it.',
  'hand-over.port-taken': 'Another program uses the port at which the sale asks.',
  'hand-over.wrong-token': 'The token is not this till’s.',
  'status.not-here': 'This till does not run where its status can be asked for.',
  'status.needs-tls': 'Beyond this computer the status is told by TLS alone: name a certificate and its key.',
  'status.bad-certificate': 'Certificate and key cannot be read, or do not belong together.',
  'status.bad-address': 'This is not an address of this computer.',
  'status.port-taken': 'Another program uses the port for the status.',
  'status.wrong-token': 'The token is not this till’s.',
  'session.locked': 'This till is locked.',
  'session.not-allowed': 'Only a manager may do this.',
  'session.no-pin': 'No cashier has a PIN yet, so the till cannot be locked.',
  'session.wrong-pin': 'That PIN is not right.',
  'session.choose-pin': 'Choose a PIN of your own.',
  'session.too-many': 'Too many wrong PINs. Wait a little.',
  'cashier.not-found': 'There is no such cashier on this till.',
  'cashier.exists': 'A cashier of this name has a PIN already.',
  'cashier.first-manager': 'The first cashier of a till has to be a manager.',
  'cashier.last-manager': 'Nobody would be left who may do what only a manager may.',
  'cashier.own-pin': 'Your own PIN is changed with the one you have.',
  'key.not-here': 'The key of this till is changed on the command line: till rotate-key.',
  'backup.unusable': 'This file is no backup of this till, or it is damaged.',
  'backup.other-tenant':
    'This backup is of a till of another service or tenant than this one. Restore it into a data folder of its own.',
  'backup.folder': 'The folder for backups cannot be used.',
  'store.none': 'There is no till in this folder.',
  'store.in-use': 'Another Tillbook is already using this data folder.',
  'store.wrong-key': 'The key does not open this till’s data.',
  'store.no-key': 'There is no key for this till’s data.',
  'store.damaged': 'The data file cannot be read: it is damaged, or the disk has an error.',
  'store.too-new': 'The data was written by a newer Tillbook.',
  'store.unwritable': 'The data folder cannot be written.',
  'disk.full': 'The disk is full. Nothing was saved.',
  'disk.failing': 'The disk reports an error. Nothing was saved: try again, and have the disk looked at.',
  'setting.managed': 'This is set by your IT and cannot be changed here.',
  'config.unreadable': 'The configuration of this till cannot be read.',
  'config.invalid': 'The configuration of this till is not as it should be. Nothing of it was taken over.',
  'config.partly': 'A part of the configuration was not taken over.',
  'config.untrusted': 'The configuration is neither signed nor protected, so nothing of it was taken over.',
  'config.signature':
    'The configuration was changed after it was signed, or signed with a key this till does not know. Nothing of it was taken over.',
  'config.older':
    'A newer configuration has been on this till already. Nothing of the older one was taken over.',
  'config.secrets-stay':
    'The secrets of the configuration cannot be removed from their file, so they were not taken over.',
  'config.no-key-store':
    'Nothing on this computer could keep the sign-in of the configuration, so it was not taken over.',
  'config.no-sign-in': 'The configuration has no sign-in for the customer service, and this till has none.',
  'update.not-here': 'New versions of this till come from IT.',
  'update.off': 'This till does not look for new versions: nobody has said from where.',
  'update.unreachable': 'New versions cannot be looked for: nobody answers at their address.',
  'update.unsigned': 'What is offered as a new version is not signed. It was not taken.',
  'update.other-key': 'What is offered as a new version is signed by somebody unknown. It was not taken.',
  'update.changed': 'What is offered as a new version was changed after it was signed. It was not taken.',
  'update.invalid': 'What is offered as a new version is not for this till. It was not taken.',
  'update.replayed': 'An old list of versions is offered as the newest one. It was not taken.',
  'update.ahead':
    'The list of versions is dated later than today. It was not taken. Look at this computer’s clock.',
  'update.expired':
    'The list of versions is out of date: somebody may be holding new ones back. Look at this computer’s clock too.',
  'update.older': 'An older version than this one is offered. It was not taken.',
  'update.file-changed': 'The new version that was fetched is not what was signed. It was thrown away.',
  'update.failed': 'The new version could not be fetched.',
  'update.not-placed':
    'Another version could not be put in the place of this one. It is tried again when a manager changes over.',
  'update.not-ready': 'There is no new version to change to yet.',
  'update.busy': 'Not now: this till is at work.',
  'update.no-former': 'The version before is not kept on this till.',
  'file.unreadable': 'The file cannot be read.',
  'file.unwritable': 'The file cannot be written.',
  'host.refused': 'This request did not come from the till’s own window.',
  'host.cannot': 'Only the installed till can do that.',
  'host.too-many': 'Too much was asked at once. Wait a little.',
  internal: 'Something went wrong inside Tillbook. It has been noted.',
} as const;

export type ErrorCode = keyof typeof errorWords;
const errorCodes = Object.keys(errorWords) as [ErrorCode, ...ErrorCode[]];

export const fieldIssueSchema = z.object({
  /** Path of the field, dotted: `mobile`, `contacts.0.email`. */
  field: z.string(),
  /** Stable: `required`, `phone.invalid`, `vat.check-digit`, … */
  code: z.string(),
  message: z.string(),
});
export type FieldIssue = z.output<typeof fieldIssueSchema>;

/**
 * Which fields of something unreadable are wrong, and how, at most 20: by the code
 * a rule of our own names (`params.code`), else by the schema library's.
 */
export function issuesOf(error: z.ZodError): FieldIssue[] {
  return error.issues.slice(0, 20).map((issue) => {
    const own: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined;
    return {
      field: issue.path.join('.'),
      code: typeof own === 'string' ? own : issue.code,
      message: issue.message,
    };
  });
}

export const tillErrorSchema = z.object({
  code: z.enum(errorCodes),
  /** Words for a person, in English; an interface in another language goes by `code`, `reason` and `said`. */
  message: z.string(),
  /** What more there is to say, an id of `errorReasons`, and what its words are filled in with. */
  reason: z.string().optional(),
  fill: z.record(z.string(), z.string()).optional(),
  /** What somebody else said, as the service: shown as it came. */
  said: z.string().optional(),
  /** What is wrong with which field, when that is the matter. */
  issues: z.array(fieldIssueSchema).optional(),
  /** The service's own reference, for its support (`logId` of GenericErrorResponse). */
  logId: z.string().optional(),
  /** Wait at least this long before the next try. */
  retryAfterMs: z.number().optional(),
});
export type TillError = z.output<typeof tillErrorSchema>;

/**
 * What every operation answers: its fields beside `ok: true`, or one error.
 * The same shape inside the core, on every bridge and on the command line.
 */
export type Result<Value extends object = object> =
  | ({ readonly ok: true } & Value)
  | { readonly ok: false; readonly error: TillError };

export function succeed<Value extends object>(value: Value): { ok: true } & Value {
  return { ok: true, ...value };
}

/** An expected failure; the words default to the catalogue's. */
export function fail(
  code: ErrorCode,
  details: Partial<Omit<TillError, 'code'>> = {},
): { ok: false; error: TillError } {
  return { ok: false, error: { message: errorWords[code], ...details, code } };
}

/** Carries an expected failure through code that can only throw; hosts turn it back into a value. */
export class TillFailure extends Error {
  readonly error: TillError;
  constructor(code: ErrorCode, details: Partial<Omit<TillError, 'code'>> = {}) {
    const { error } = fail(code, details);
    super(error.message);
    this.name = 'TillFailure';
    this.error = error;
  }
}
