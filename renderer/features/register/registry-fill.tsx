import { BookMarked } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { askRegistry, fillFromRegistry, registryQuery, useRegister } from './store.ts';

/** A company's fields from the registry: by its number, or by a choice among those with such a name. */
export function RegistryFill() {
  const { t } = useTranslation();
  const registry = useRegister((state) => state.registry);
  const canAsk = useRegister(({ registration }) =>
    Boolean(registration && registryQuery(registration.values)),
  );
  return (
    <div className="pb-3">
      <div className="flex min-h-11 flex-wrap items-center gap-3">
        <Button
          icon={BookMarked}
          keys="Alt+R"
          busy={registry.state === 'asking'}
          disabled={!canAsk}
          onClick={() => void askRegistry()}
        >
          {t('register.askRegistry')}
        </Button>
        <output className="text-sm text-soft">
          {registry.state === 'failed' && errorLine(t, registry.error)}
          {registry.state === 'nothing' && t('register.registryNothing')}
          {registry.state === 'filled' && t('register.registryFilled')}
        </output>
      </div>
      {registry.state === 'choose' && (
        <ul aria-label={t('register.registryFound')} className="flex flex-col pt-1">
          {registry.found.map((company) => (
            <li key={company.customerUid}>
              <button
                type="button"
                onClick={() => fillFromRegistry(company)}
                className="flex min-h-11 w-full items-center gap-3 rounded-lg px-3 py-1.5 text-left hover:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate font-semibold">{company.companyName}</span>
                <span className="tabular shrink-0 text-sm text-soft">
                  {[company.vatNumber, company.city].filter(Boolean).join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
