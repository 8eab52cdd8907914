import { CardDialog, CardPicture } from '../features/card/view.tsx';
import { showCard, useCard } from '../features/card/store.ts';
import { CodeHistory } from '../features/codes/code-history.tsx';
import { useCustomer } from '../features/customer/store.ts';
import { CustomerView } from '../features/customer/view.tsx';
import { ResultList } from '../features/lookup/result-list.tsx';
import { Duplicates } from '../features/register/duplicates.tsx';
import { RegisterView } from '../features/register/view.tsx';
import { useSettings } from '../features/settings/store.ts';
import { useSync } from '../features/sync/store.ts';
import { displayName } from '../ui/display-name.ts';
import {
  adopt,
  discardNewCustomer,
  focusSearch,
  leaveCustomer,
  openByUid,
  openHit,
  printPicked,
  registerTyped,
  saveNewCustomer,
} from './actions.ts';
import { goTo, showSettings, useNavigation } from './navigation.ts';
import { offerOf } from './service-offer.ts';
import { Welcome } from './welcome.tsx';

/** The counter: the list on the left, one customer or one form on the right. */
export function CustomersPage() {
  const pane = useNavigation((state) => state.pane);
  const openUid = useCustomer((state) => state.openUid);
  const status = useSync((state) => state.status);
  const offers = status?.capabilities ?? [];
  const canAsk = status?.reach === 'online' || status?.reach === 'offline';
  return (
    <main className="grid min-h-0 flex-1 grid-cols-[clamp(min(24.5rem,42vw),30vw,34rem)_minmax(0,1fr)]">
      <div className="flex min-h-0 flex-col border-r border-line">
        {pane === 'register' ? (
          <Duplicates onOpen={openByUid} />
        ) : (
          <ResultList
            openUid={pane === 'customer' ? openUid : null}
            coverage={status?.coverage ?? null}
            canSearchService={canAsk}
            canSearchRegistry={offers.includes('search-external')}
            onOpenHit={openHit}
            onAdopt={adopt}
            onRegister={registerTyped}
            onPrintCards={printPicked}
          />
        )}
      </div>
      <div className="flex min-h-0 min-w-0 flex-col bg-surface">
        <PaneBody />
      </div>
    </main>
  );
}

function PaneBody() {
  const pane = useNavigation((state) => state.pane);
  const status = useSync((state) => state.status);
  const settings = useSettings((state) => state.settings);
  const customer = useCustomer((state) => state.view?.customer);
  const cardShown = useCard((state) => state.shown);
  const offer = offerOf(status, settings);
  const holdsLoyaltyId =
    customer !== undefined && offer.holds.fields[customer.customerType].includes('loyaltyId');

  if (pane === 'register' && settings) {
    return (
      <RegisterView
        settings={settings}
        asksConsents={offer.asksConsents}
        canPrintCards={offer.canPrintCards}
        holds={offer.holds}
        onSave={() => void saveNewCustomer()}
        onDiscard={discardNewCustomer}
      />
    );
  }
  if (pane === 'customer') {
    return (
      <>
        <CustomerView
          capabilities={offer.capabilities}
          holds={offer.holds}
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
  return (
    <Welcome
      shopName={settings?.shopName ?? ''}
      status={status}
      onConnect={() => showSettings('connection')}
    />
  );
}
