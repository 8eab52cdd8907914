import { ScanBarcode, Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScannerSettings } from '#shared/contract/values';
import { unlearnedScanner } from '#shared/scanning/scanner-profile';
import { onScan } from '../../scanner/scans.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmLearned, LearnSteps } from './learn-steps.tsx';
import { scannerWords } from './scanner-words.ts';
import { SerialScanner } from './serial-scanner.tsx';
import { beginLearning, endLearning, forgetTried, takeScan, useScannerSetup } from './store.ts';
import { TryScanner } from './try-scanner.tsx';

interface ScannerSetupProps {
  readonly scanner: ScannerSettings;
  /** @returns whether it was saved */
  readonly onSave: (scanner: ScannerSettings) => Promise<boolean>;
}

/** The scanner at this till: what is known of it, how it is learned, and whether it works. */
export function ScannerSetup({ scanner, onSave }: ScannerSetupProps) {
  const step = useScannerSetup((state) => state.step);

  // While this page is open every scan is for it.
  useEffect(() => {
    const stop = onScan(takeScan);
    return () => {
      stop();
      endLearning();
      forgetTried();
    };
  }, []);

  return (
    <div className="flex flex-col gap-8">
      {step === 'trying' && <KnownScanner scanner={scanner} onSave={onSave} />}
      {step === 'learning' && <LearnSteps />}
      {step === 'confirming' && (
        <ConfirmLearned onSave={(profile) => onSave({ ...profile, serialBaud: scanner.serialBaud })} />
      )}
      {step === 'trying' && <TryScanner />}
      {step === 'trying' && <SerialScanner scanner={scanner} onSave={onSave} />}
    </div>
  );
}

function KnownScanner({ scanner, onSave }: ScannerSetupProps) {
  const { t } = useTranslation();
  const isLearned = scanner.suffix !== 'any';
  return (
    <div>
      <p className="max-w-prose pb-3 text-soft text-pretty">
        {isLearned ? t('scanner.learned') : t('scanner.notLearned')}
      </p>
      {isLearned && (
        <ul className="mb-4 list-disc pl-5 marker:text-accent">
          {scannerWords(t, scanner).map((words) => (
            <li key={words} className="py-0.5">
              {words}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-3">
        <Button look="primary" icon={ScanBarcode} onClick={beginLearning}>
          {isLearned ? t('scanner.learnAgain') : t('scanner.learn')}
        </Button>
        {isLearned && (
          <Button
            icon={Undo2}
            onClick={() => void onSave({ ...unlearnedScanner, serialBaud: scanner.serialBaud })}
          >
            {t('scanner.forget')}
          </Button>
        )}
      </div>
    </div>
  );
}
