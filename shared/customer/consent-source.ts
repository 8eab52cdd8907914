/** Where a consent comes from that a form of this till asked for, before the core signs it. */
export const askedAtTill = 'till';

/**
 * Consents that were asked for at this till, with what their `source` is to prove later (free text at the
 * service, `CustomerCreateConsentSchema`): which version of the wording the customer was asked, when (RFC 3339)
 * and by whom. One that says itself where it comes from is left as it is.
 */
export function signConsents<Consent extends { readonly consentUid: string; readonly source: string }>(
  consents: readonly Consent[],
  wordings: readonly { readonly consentUid: string; readonly version: number }[],
  asked: { readonly atMs: number; readonly cashier: string },
): Consent[] {
  return consents.map((consent) => {
    if (consent.source !== askedAtTill) return consent;
    const known = wordings.find(({ consentUid }) => consentUid === consent.consentUid);
    const wording = known === undefined ? [] : [`wording ${known.version}`];
    const source = [askedAtTill, ...wording, new Date(asked.atMs).toISOString(), asked.cashier].join(' · ');
    return { ...consent, source };
  });
}
