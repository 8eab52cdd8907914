import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/field.tsx';
import { symbologyWords } from './scanner-words.ts';
import { useScannerSetup, type TriedScan } from './store.ts';

/** Shows what the scanner reads, and that what is typed meanwhile stays what it is. */
export function TryScanner() {
  const { t } = useTranslation();
  const tried = useScannerSetup((state) => state.tried);
  const count = useScannerSetup((state) => state.triedCount);
  const [typed, setTyped] = useState('');
  return (
    <section aria-labelledby="try-scanner">
      <h3 id="try-scanner" className="text-lg font-semibold">
        {t('scanner.try')}
      </h3>
      <p className="max-w-prose pb-3 text-soft text-pretty">{t('scanner.tryWords')}</p>
      <div className="rounded-2xl border border-line bg-paper px-5 py-4">
        <output className="block text-sm font-medium text-soft">{t('scanner.triedCount', { count })}</output>
        <ol aria-label={t('scanner.tried')} className="min-h-40 pt-1 pb-2">
          {tried.map((each) => (
            <TriedRow key={each.number} {...each} />
          ))}
        </ol>
        <TextField
          label={t('scanner.typeHere')}
          value={typed}
          onChange={setTyped}
          maxLength={200}
          note={{ kind: 'hint', words: t('scanner.typeHereHint') }}
        />
      </div>
    </section>
  );
}

function TriedRow({ number, scan }: TriedScan) {
  const { t } = useTranslation();
  const { typed, symbology, code } = scan;
  const details = [
    symbology && symbologyWords(t, symbology),
    typed ? t(`scanner.endedBy.${typed.end}`) : t('scanner.bySerial'),
    typed && t('scanner.longestPause', { ms: Math.round(typed.longestPauseMs) }),
  ];
  return (
    <li className="flex items-baseline gap-3 border-b border-line/60 py-1.5 last:border-0">
      <span className="tabular w-7 shrink-0 text-right text-sm text-faint">{number}</span>
      <span className="tabular selectable min-w-0 flex-1 font-semibold break-all">{code}</span>
      <span className="shrink-0 text-sm text-soft">{details.filter(Boolean).join(' · ')}</span>
    </li>
  );
}
