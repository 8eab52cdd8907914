import { editDistance } from './edit-distance.ts';

/** Typing errors in e-mail addresses: one anywhere, more in what stands behind the @. */

/** Addresses a whole company reads. */
const sharedMailbox =
  /^(?:post|firmapost|info|mail|epost|kontakt|contact|office|salg|sales|order|ordre|butikk|admin|faktura|hello|hei|kundeservice|support)$/;

/** Of an address, what stands before the @ may be a name; the rest is shared by many, unless it is a company's. */
export function namedBy(address: string): string {
  const at = address.indexOf('@');
  const mailbox = address.slice(0, at);
  return sharedMailbox.test(mailbox) ? address.slice(at + 1).replace(/\.[^.]*$/, '') : mailbox;
}

/** How a typed address differs from a known one. */
export type AddressError = 'one edit' | 'other ending' | 'other domain';

const maxDomainEdits = 3;
const minLocalPart = 4;

/** Whether what was typed may be a whole address, perhaps with its @ missing or mistyped. */
export function mayBeWholeAddress(typed: string): boolean {
  return /[^@]@[^@]|^.{4,}\.[a-z]{2,}$/.test(typed);
}

/** Undefined when they are the same, or two different addresses. Both folded. */
export function addressErrorOf(typed: string, known: string): AddressError | undefined {
  const edits = editDistance(known, typed, 1);
  if (edits <= 1) return edits === 1 ? 'one edit' : undefined;
  const at = typed.indexOf('@');
  if (at < minLocalPart || at !== known.indexOf('@') || !known.startsWith(typed.slice(0, at)))
    return undefined;
  const domainEdits = editDistance(known.slice(at), typed.slice(at), maxDomainEdits);
  if (domainEdits <= maxDomainEdits) return 'other ending';
  return sharedMailbox.test(typed.slice(0, at)) ? undefined : 'other domain';
}
