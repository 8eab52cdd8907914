import { useTranslation } from 'react-i18next';
import { useCodes } from '../features/codes/store.ts';
import { useRegister } from '../features/register/store.ts';
import { useSync } from '../features/sync/store.ts';
import { formatCount } from '../ui/format.ts';
import { tellDone } from '../ui/toasts.tsx';
import { openByUid, registerWithCode } from './actions.ts';
import { customerOnScreen, isRegistering, openScanned, unsavedOnScreen } from './handle-scan.ts';
import { CodeDialogs } from './views.ts';

/** The dialogs of a scan, put together with what is on the screen when they open. */
export function Codes() {
  const shown = useCodes((state) => state.dialog !== null);
  return shown && <OpenCodes />;
}

function OpenCodes() {
  const { t } = useTranslation();
  const unfinished = useRegister((state) => state.registration?.touched ?? false);
  const coverage = useSync((state) => state.status?.coverage);
  const { cached = 0, known = null } = coverage ?? {};
  return (
    <CodeDialogs
      unsaved={unsavedOnScreen()}
      registering={isRegistering()}
      unfinished={unfinished}
      openCustomer={customerOnScreen()}
      incomplete={
        known !== null && cached < known
          ? t('lookup.noHitsIncomplete', { cached: formatCount(cached), known: formatCount(known) })
          : ''
      }
      onOpen={openScanned}
      onRegister={registerWithCode}
      onAttached={(customer) => {
        tellDone(t('codes.attached', { name: customer.displayName }));
        openByUid(customer.customerUid);
      }}
    />
  );
}
