/**
 * The shop chain that the practice data plays in: its stores, printers, staff, consents and groups.
 * Fixed, so that lessons, demos and tests can name them.
 */
export interface PracticePrinter {
  printerUid: string;
  name: string;
  type: 'LABEL' | 'RECEIPT';
  storeUid: string;
}

export const tenantUid = 'practice-tenant';

export const stores = [
  { storeUid: 'store-alesund', name: 'Ålesund Moa' },
  { storeUid: 'store-oslo', name: 'Oslo Storo' },
  { storeUid: 'store-bergen', name: 'Bergen Åsane' },
  { storeUid: 'store-trondheim', name: 'Trondheim Torg' },
] as const;

export const printers: readonly PracticePrinter[] = stores.flatMap(({ storeUid, name }) => [
  { printerUid: `${storeUid}-label`, name: `Labels ${name}`, type: 'LABEL', storeUid },
  { printerUid: `${storeUid}-receipt`, name: `Receipts ${name}`, type: 'RECEIPT', storeUid },
]);

export const accountManagers = [
  { tenantUserUid: 'user-solveig', displayName: 'Solveig Øverås', userCode: '101' },
  { tenantUserUid: 'user-anders', displayName: 'Anders Lægreid', userCode: '102' },
  { tenantUserUid: 'user-mai', displayName: 'Mai Nguyen', userCode: '103' },
] as const;

export const consentKinds = [
  { consentUid: 'consent-email', name: 'Newsletter by e-mail' },
  { consentUid: 'consent-sms', name: 'Offers by SMS' },
  { consentUid: 'consent-profile', name: 'Offers from purchase history' },
] as const;
