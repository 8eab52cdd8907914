interface Consent {
  readonly consentUid: string;
  readonly status: boolean;
}

/**
 * Two views of a customer's consents as one: what either side has refused is
 * refused. A consent never becomes a yes by merging.
 */
export function restrictConsents<Ours extends Consent>(
  ours: readonly Ours[],
  theirs: readonly Consent[],
): (Ours | Consent)[] {
  const refused = new Set(theirs.filter((consent) => !consent.status).map((consent) => consent.consentUid));
  const own = new Set(ours.map((consent) => consent.consentUid));
  return [
    ...ours.map((consent) =>
      consent.status && refused.has(consent.consentUid)
        ? Object.assign({}, consent, { status: false })
        : consent,
    ),
    ...theirs.filter((consent) => !own.has(consent.consentUid)),
  ];
}
