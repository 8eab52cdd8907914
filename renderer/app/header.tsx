import { Settings as SettingsIcon, UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SearchBox } from '../features/lookup/search-box.tsx';
import { useRegister } from '../features/register/store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { adopt, goBack, openHit, register, registerTyped, returnToLookup } from './actions.ts';
import { handleScan } from './handle-scan.ts';
import { Mark } from './mark.tsx';
import { showSettings, useNavigation } from './navigation.ts';

/** The search box, and the one thing to do when it finds nobody. */
export function Header() {
  const { t } = useTranslation();
  const unfinished = useRegister((state) => state.registration?.touched ?? false);
  const registering = useNavigation(({ pane }) => pane === 'register');
  return (
    <header className="flex h-19 shrink-0 items-center gap-3 border-b border-line px-4">
      <span className="shrink-0 max-xl:hidden">
        <Mark size={40} />
      </span>
      <SearchBox
        listShown={!registering}
        onOpenHit={openHit}
        onAdopt={adopt}
        onRegister={registerTyped}
        onCode={(code, otherwise) => void handleScan(code, { onUnknown: otherwise })}
        onType={returnToLookup}
        onEscape={goBack}
      />
      <Button
        look="primary"
        size="large"
        icon={UserRoundPlus}
        keys="F2"
        disabled={registering}
        onClick={register}
      >
        {unfinished && !registering ? t('header.continue') : t('header.register')}
      </Button>
      <IconButton icon={SettingsIcon} label={t('header.settings')} onClick={() => showSettings('look')} />
    </header>
  );
}
