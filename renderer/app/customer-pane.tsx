import { waysInUse } from '#shared/hand-over/settings';
import { showCard, useCard } from '../features/card/store.ts';
import { CardDialog, CardPicture } from '../features/card/view.tsx';
import { CodeHistory } from '../features/codes/code-history.tsx';
import { useCustomer } from '../features/customer/store.ts';
import { CustomerView } from '../features/customer/view.tsx';
import { AtCounter } from '../features/hand-over/at-counter.tsx';
import { HandOverButton } from '../features/hand-over/hand-over-button.tsx';
import { useSettings } from '../features/settings/store.ts';
import { useSync } from '../features/sync/store.ts';
import { displayName } from '../ui/display-name.ts';
import { focusSearch, leaveCustomer, openByUid, registerDepartment } from './actions.ts';
import { handOverOpen } from './hand-over.ts';
import { goTo } from './navigation.ts';
import { offerOf } from './service-offer.ts';

/** The open customer, with the card and the codes of former ones, which belong to other features. */
export function CustomerPane() {
  const status = useSync((state) => state.status);
  const settings = useSettings((state) => state.settings);
  const customer = useCustomer((state) => state.view?.customer);
  const cardShown = useCard((state) => state.shown);
  const offer = offerOf(status, settings);
  const canHandOver = settings !== null && waysInUse(settings.handOver, 'asked').length > 0;
  const holdsLoyaltyId =
    customer !== undefined && offer.holds.fields[customer.customerType].includes('loyaltyId');
  return (
    <>
      <CustomerView
        capabilities={offer.capabilities}
        holds={offer.holds}
        handOver={
          customer &&
          canHandOver && (
            <HandOverButton
              customerUid={customer.customerUid}
              onHandOver={() => void handOverOpen('asked')}
            />
          )
        }
        atCounter={customer && <AtCounter customerUid={customer.customerUid} />}
        cardPicture={
          customer && (
            <CardPicture
              customerUid={customer.customerUid}
              name={displayName(customer)}
              loyaltyId={customer.loyaltyId}
            />
          )
        }
        codeHistory={
          customer && (
            <CodeHistory
              key={`${customer.customerUid} ${customer.loyaltyId}`}
              customerUid={customer.customerUid}
            />
          )
        }
        onOpen={openByUid}
        onAddDepartment={registerDepartment}
        shopName={settings?.shopName ?? ''}
        canPrintCards={offer.canPrintCards}
        deletingNeedsPermission={status?.connection?.service === 'flow-retail'}
        onShowCard={() => showCard(true)}
        onShowOutbox={() => goTo('outbox')}
        onShowConflicts={() => goTo('conflicts')}
        connected={status !== null && status.reach !== 'not-connected'}
        onSaved={focusSearch}
        onClosed={leaveCustomer}
      />
      {cardShown && customer && (
        <CardDialog
          name={displayName(customer)}
          usualPrinterId={settings?.cardPrinterId ?? ''}
          hasCard={Boolean(customer.loyaltyId)}
          canHaveCard={Boolean(customer.loyaltyId) || holdsLoyaltyId}
        />
      )}
    </>
  );
}
