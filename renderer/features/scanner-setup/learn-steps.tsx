import { Check, ScanBarcode } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scansToLearn } from '#shared/scanning/learn-scanner';
import type { ScannerProfile } from '#shared/scanning/scanner-profile';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { TextField } from '../../ui/field.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import { scannerWords, symbologyWords } from './scanner-words.ts';
import { endLearning, learnWith, useScannerSetup } from './store.ts';

/** "Scan any card", three times. */
export function LearnSteps() {
  const { t } = useTranslation();
  const made = useScannerSetup((state) => state.scans.length);
  return (
    <div className="flex flex-col items-center rounded-2xl border border-line bg-paper px-6 py-8 text-center">
      <ol aria-hidden="true" className="flex gap-4">
        {Array.from({ length: scansToLearn }, (_, at) => (
          <li
            key={at}
            className={classNames(
              'flex size-14 items-center justify-center rounded-full border-2',
              at < made
                ? 'border-accent bg-accent text-on-accent'
                : at === made
                  ? 'border-accent text-accent'
                  : 'border-line text-faint',
            )}
          >
            {at < made ? <Check size={26} /> : <ScanBarcode size={26} />}
          </li>
        ))}
      </ol>
      <output className="block pt-5 text-xl font-semibold">
        {t('scanner.scanNumber', { number: made + 1, of: scansToLearn })}
      </output>
      <p className="max-w-md pt-1 pb-5 text-soft text-pretty">{t('scanner.scanAny')}</p>
      <Button onClick={endLearning}>{t('common.cancel')}</Button>
    </div>
  );
}

/** What the scans told, in words, and the question whether the card was read as it is printed. */
export function ConfirmLearned({ onSave }: { onSave: (profile: ScannerProfile) => Promise<boolean> }) {
  const { t } = useTranslation();
  const learned = useScannerSetup((state) => state.learned);
  const [correcting, setCorrecting] = useState(false);
  const [printed, setPrinted] = useState('');
  if (learned === null) return null;
  const { profile, code, usualKeyMs, symbology } = learned;
  const differs = correcting && printed.trim() !== '' && code !== printed.replaceAll(/\s+/g, '');

  const save = async () => {
    if (!(await onSave(profile))) return;
    endLearning();
    tellDone(t('scanner.saved'));
  };

  return (
    <form
      aria-label={t('scanner.learnedTitle')}
      onSubmit={(event) => {
        event.preventDefault();
        if (!differs) void save();
      }}
      className="rounded-2xl border border-line bg-paper px-6 py-5"
    >
      <h3 className="text-lg font-semibold">{t('scanner.learnedTitle')}</h3>
      <ul className="list-disc py-3 pl-5 marker:text-accent">
        <li className="py-0.5">{t('scanner.usualPace', { usualKeyMs })}</li>
        {scannerWords(t, profile).map((words) => (
          <li key={words} className="py-0.5">
            {words}
          </li>
        ))}
        {symbology && (
          <li className="py-0.5">
            {t('scanner.saysSymbology', { symbology: symbologyWords(t, symbology) })}
          </li>
        )}
      </ul>
      <p className="text-soft">{t('scanner.readAs')}</p>
      <p className="tabular selectable py-2 text-2xl font-semibold tracking-wide break-all">{code}</p>
      {correcting && (
        <TextField
          label={t('scanner.printed')}
          value={printed}
          onChange={(text) => {
            setPrinted(text);
            learnWith(text);
          }}
          maxLength={120}
          startsHere
          note={
            differs
              ? { kind: 'issue', words: t('scanner.stillDiffers') }
              : printed.trim() === ''
                ? { kind: 'hint', words: t('scanner.printedHint') }
                : { kind: 'reads-as', words: t('scanner.agrees') }
          }
          className="max-w-md pt-2"
        />
      )}
      <div className="flex flex-wrap gap-3 pt-3">
        <Button look="primary" type="submit" icon={Check} disabled={differs}>
          {correcting ? t('scanner.save') : t('scanner.rightSave')}
        </Button>
        {!correcting && <Button onClick={() => setCorrecting(true)}>{t('scanner.wrong')}</Button>}
        <Button look="quiet" onClick={endLearning}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}
