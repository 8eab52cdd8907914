import { useEffect } from 'react';
import { useCustomer } from '../features/customer/store.ts';
import { ResultList } from '../features/lookup/result-list.tsx';
import { allowBeyond } from '../features/lookup/store.ts';
import { Duplicates } from '../features/register/duplicates.tsx';
import { useSettings } from '../features/settings/store.ts';
import { useSync } from '../features/sync/store.ts';
import {
  adopt,
  discardNewCustomer,
  openByUid,
  openHit,
  printPicked,
  registerTyped,
  saveNewCustomer,
} from './actions.ts';
import { showSettings, useNavigation } from './navigation.ts';
import { offerOf } from './service-offer.ts';
import { CustomerPane, RegisterView } from './views.ts';
import { Welcome } from './welcome.tsx';

/** The counter: the list on the left, one customer or one form on the right. */
export function CustomersPage() {
  const pane = useNavigation((state) => state.pane);
  const openUid = useCustomer((state) => state.openUid);
  const status = useSync((state) => state.status);
  const offers = status?.capabilities ?? [];
  const isOnline = status?.reach === 'online';
  const canAsk = isOnline || status?.reach === 'offline';
  const hasRegistry = offers.includes('search-external');

  useEffect(() => {
    allowBeyond({ service: isOnline, registry: isOnline && hasRegistry });
  }, [isOnline, hasRegistry]);

  return (
    <main className="grid min-h-0 flex-1 grid-cols-[clamp(min(24.5rem,42vw),30vw,34rem)_minmax(0,1fr)] small:grid-cols-1">
      <div className="flex min-h-0 flex-col border-r border-line">
        {pane === 'register' ? (
          <Duplicates onOpen={openByUid} />
        ) : (
          <ResultList
            openUid={pane === 'customer' ? openUid : null}
            coverage={status?.coverage ?? null}
            canSearchService={canAsk}
            canSearchRegistry={hasRegistry}
            onOpenHit={openHit}
            onAdopt={adopt}
            onRegister={registerTyped}
            onPrintCards={printPicked}
          />
        )}
      </div>
      <div className="flex min-h-0 min-w-0 flex-col bg-surface small:min-h-dvh">
        <PaneBody />
      </div>
    </main>
  );
}

function PaneBody() {
  const pane = useNavigation((state) => state.pane);
  const status = useSync((state) => state.status);
  const settings = useSettings((state) => state.settings);

  if (pane === 'register' && settings) {
    const offer = offerOf(status, settings);
    return (
      <RegisterView
        settings={settings}
        asksConsents={offer.asksConsents}
        asksRegistry={offer.capabilities.includes('search-external')}
        canPrintCards={offer.canPrintCards}
        holds={offer.holds}
        onSave={() => void saveNewCustomer()}
        onDiscard={discardNewCustomer}
      />
    );
  }
  if (pane === 'customer') return <CustomerPane />;
  return (
    <Welcome
      shopName={settings?.shopName ?? ''}
      status={status}
      onConnect={() => showSettings('connection')}
    />
  );
}
