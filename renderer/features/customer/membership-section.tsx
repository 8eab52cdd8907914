import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { Button } from '../../ui/button.tsx';
import { EditableFact, type Changeable } from './editable.tsx';
import { Section } from './section.tsx';

interface MembershipProps extends Changeable {
  /** Codes of former cards, under the one of today. */
  readonly codeHistory: ReactNode;
  readonly onLostCard: () => void;
}

/** The card, and what the customer belongs to. */
export function MembershipSection({ codeHistory, onLostCard, ...changeable }: MembershipProps) {
  const { t } = useTranslation();
  const { customer, held } = changeable;
  const { loyaltyId, defaultStore, accountManager, customerGroupUids = [], externalId, origin } = customer;
  const hasAny = [loyaltyId, defaultStore, accountManager, customerGroupUids.length, externalId, origin].some(
    Boolean,
  );
  if (!hasAny && !held.includes('loyaltyId')) return null;
  return (
    <Section title={t('customer.membership')}>
      <dl>
        <EditableFact {...changeable} place="loyaltyId" label={t('fields.loyaltyId')} always>
          {loyaltyId && displayLoyaltyId(loyaltyId)}
        </EditableFact>
      </dl>
      {codeHistory}
      {loyaltyId && held.includes('loyaltyId') && (
        <div className="border-b border-line/60 pb-1 pl-38">
          <Button look="quiet" icon={RefreshCw} onClick={onLostCard} className="-ml-4 text-accent">
            {t('customer.lostCard')}
          </Button>
        </div>
      )}
      <dl>
        <EditableFact {...changeable} place="groups" label={t('fields.customerGroupUids')}>
          {customerGroupUids.length > 0 && (
            <span className="flex flex-wrap gap-1.5">
              {customerGroupUids.map((group) => (
                <span key={group} className="rounded-md bg-sunken px-2 text-sm leading-6">
                  {group}
                </span>
              ))}
            </span>
          )}
        </EditableFact>
        <EditableFact {...changeable} place="store" label={t('customer.defaultStore')}>
          {defaultStore?.name ?? defaultStore?.storeUid}
        </EditableFact>
        <EditableFact {...changeable} place="manager" label={t('customer.accountManager')}>
          {accountManager?.displayName ?? accountManager?.tenantUserUid}
        </EditableFact>
        <EditableFact {...changeable} place="externalId" label={t('fields.externalId')}>
          {externalId}
        </EditableFact>
        <EditableFact {...changeable} place="origin" label={t('fields.origin')}>
          {origin}
        </EditableFact>
      </dl>
    </Section>
  );
}
