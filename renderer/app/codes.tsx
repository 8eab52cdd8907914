import { useTranslation } from 'react-i18next';
import { CodeDialogs } from '../features/codes/view.tsx';
import { useCustomer } from '../features/customer/store.ts';
import { useRegister } from '../features/register/store.ts';
import { tellDone } from '../ui/toasts.tsx';
import { openByUid, registerWithCode } from './actions.ts';
import { customerOnScreen, openScanned, unsavedOnScreen } from './handle-scan.ts';
import { useNavigation } from './navigation.ts';

/** The dialogs of a scan, put together with what is on the screen. */
export function Codes() {
  const { t } = useTranslation();
  const registering = useNavigation(({ page, pane }) => page === 'customers' && pane === 'register');
  const unfinished = useRegister((state) => state.registration?.touched ?? false);
  useCustomer((state) => state.view);
  return (
    <CodeDialogs
      unsaved={unsavedOnScreen()}
      registering={registering}
      unfinished={unfinished}
      openCustomer={customerOnScreen()}
      onOpen={openScanned}
      onRegister={registerWithCode}
      onAttached={(customer) => {
        tellDone(t('codes.attached', { name: customer.displayName }));
        openByUid(customer.customerUid);
      }}
    />
  );
}
