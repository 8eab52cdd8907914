import type { Holdings } from '#shared/customer/holdings';
import type { Capability, Settings, SyncStatus } from '#shared/contract/values';
import { roomForAll } from '../customer-form/fields.ts';

/** The printer every till begins with: the service's own. */
const firstPrinterId = 'service';

/** What the connected service offers, as far as the interface asks for it; everything it keeps for later while none is. */
export interface ServiceOffer {
  readonly capabilities: readonly Capability[];
  readonly holds: Holdings;
  readonly asksConsents: boolean;
  /** There is a printer for membership cards: the service's, or one of the shop's own. */
  readonly canPrintCards: boolean;
}

export function offerOf(status: SyncStatus | null, settings: Settings | null): ServiceOffer {
  const capabilities = status?.capabilities ?? [];
  const servicePrints = capabilities.includes('print-card') || status?.reach === 'not-connected';
  const chosen = settings?.cardPrinterId ?? '';
  return {
    capabilities,
    holds: status?.holds ?? roomForAll,
    asksConsents: capabilities.includes('consents'),
    canPrintCards: servicePrints || (chosen !== '' && chosen !== firstPrinterId),
  };
}
