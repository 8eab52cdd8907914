import { Monitor, Network, Plus, Radar, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiscoveredPrinters } from '#shared/contract/printing';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { TextField } from '../../ui/field.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { PrinterDraft } from './printer-draft.ts';
import { searchPrinters, stopSearching, usePrintersPage } from './store.ts';

type Picked = Pick<PrinterDraft, 'kind' | 'name'> & Partial<PrinterDraft>;

/** Printers nearby: looked for on request, for some seconds at most; choosing one fills the form in. */
export function FoundPrinters({ onPick }: { onPick: (found: Picked) => void }) {
  const { t } = useTranslation();
  const { searching, found, searchError } = usePrintersPage();
  const [hosts, setHosts] = useState('');

  // Nobody waits for the answer once the dialog is closed.
  useEffect(() => () => void (usePrintersPage.getState().searching && stopSearching()), []);

  return (
    <section aria-label={t('printers.nearby')} className="mb-5 rounded-xl bg-sunken p-4">
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label={t('printers.hosts')}
          value={hosts}
          onChange={setHosts}
          maxLength={5000}
          placeholder={t('printers.hostsAll')}
          compact
          className="flex-1 basis-60"
        />
        {searching ? (
          <Button icon={Square} onClick={() => void stopSearching()}>
            {t('printers.stop')}
          </Button>
        ) : (
          <Button icon={Radar} onClick={() => void searchPrinters(hosts)}>
            {t('printers.search')}
          </Button>
        )}
      </div>
      <output className="block pt-3 text-sm text-soft">
        {searching && (
          <p className="flex items-center gap-2">
            <Spinner size={16} />
            {t('printers.searching')}
          </p>
        )}
        {searchError && <ErrorNotice error={searchError} />}
        {!searching && !found && !searchError && <p>{t('printers.searchWords')}</p>}
        {found && <Findings found={found} onPick={onPick} />}
      </output>
    </section>
  );
}

function Findings({ found, onPick }: { found: DiscoveredPrinters; onPick: (found: Picked) => void }) {
  const { t } = useTranslation();
  const { system, network, called, total } = found;
  return (
    <>
      <p>
        {network.length + system.printers.length === 0
          ? t('printers.foundNone', { called, total })
          : t('printers.found', { count: network.length + system.printers.length, called, total })}
      </p>
      {system.problem && <p className="pt-1">{errorLine(t, system.problem)}</p>}
      <ul className="flex flex-col gap-1 pt-2">
        {network.map(({ host, port, language }) => (
          <FoundRow
            key={`${host}:${port}`}
            icon={Network}
            name={`${host}:${port}`}
            detail={t(language === null ? 'printers.foundSilent' : `printers.languages.${language}`)}
            onPick={() =>
              onPick({
                kind: 'network',
                name: '',
                host,
                port: String(port),
                ...(language !== null && { language }),
              })
            }
          />
        ))}
        {system.printers.map(({ systemName, description, isDefault }) => (
          <FoundRow
            key={systemName}
            icon={Monitor}
            name={description || systemName}
            detail={
              isDefault
                ? t('printers.systemDefault', { name: systemName })
                : t('printers.ofComputer', { name: systemName })
            }
            onPick={() => onPick({ kind: 'system', name: description || systemName, systemName })}
          />
        ))}
      </ul>
    </>
  );
}

interface FoundRowProps {
  readonly icon: typeof Network;
  readonly name: string;
  readonly detail: string;
  readonly onPick: () => void;
}

function FoundRow({ icon: Icon, name, detail, onPick }: FoundRowProps) {
  const { t } = useTranslation();
  return (
    <li className="flex items-center gap-3 rounded-lg bg-raised py-1 pr-1 pl-3">
      <Icon aria-hidden="true" size={20} className="shrink-0" />
      <span className="tabular min-w-0 flex-1 truncate">
        <span className="font-semibold text-ink">{name}</span> {detail}
      </span>
      <Button look="quiet" icon={Plus} onClick={onPick} aria-label={t('printers.take', { name })}>
        {t('printers.takeShort')}
      </Button>
    </li>
  );
}
