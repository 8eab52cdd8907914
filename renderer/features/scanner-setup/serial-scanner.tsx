import { Cable, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScannerSettings } from '#shared/contract/values';
import { choosePort, forgetPorts, useSerialScanner } from '../../scanner/serial-scanner.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { tellProblem } from '../../ui/toasts.tsx';

const bauds = [9600, 19_200, 38_400, 57_600, 115_200] as const;

interface SerialScannerProps {
  readonly scanner: ScannerSettings;
  readonly onSave: (scanner: ScannerSettings) => Promise<boolean>;
}

/** A scanner that is no keyboard: its port is chosen once, and kept. */
export function SerialScanner({ scanner, onSave }: SerialScannerProps) {
  const { t } = useTranslation();
  const state = useSerialScanner((serial) => serial.state);
  const [baud, setBaud] = useState(scanner.serialBaud ?? bauds[0]);

  const connect = async () => {
    if (await choosePort()) await onSave({ ...scanner, serialBaud: baud });
    else tellProblem(t('scanner.serial.nothingChosen'));
  };
  const disconnect = async () => {
    if (await onSave({ ...scanner, serialBaud: null })) await forgetPorts();
  };
  const changeBaud = (serialBaud: number) => {
    setBaud(serialBaud);
    if (scanner.serialBaud !== null) void onSave({ ...scanner, serialBaud });
  };

  return (
    <section aria-labelledby="serial-scanner">
      <h3 id="serial-scanner" className="text-lg font-semibold">
        {t('scanner.serial.title')}
      </h3>
      <output className="block max-w-prose pb-3 text-soft text-pretty">
        {t(
          `scanner.serial.states.${scanner.serialBaud === null && state !== 'unsupported' ? 'none' : state}`,
        )}
      </output>
      {state !== 'unsupported' && (
        <div className="flex flex-wrap items-end gap-3">
          <SelectField
            label={t('scanner.serial.baud')}
            value={String(baud)}
            onChange={(value) => changeBaud(Number(value))}
            options={bauds.map((value) => ({ value: String(value), label: String(value) }))}
            compact
            className="w-44"
          />
          {scanner.serialBaud === null ? (
            <Button icon={Cable} onClick={() => void connect()}>
              {t('scanner.serial.connect')}
            </Button>
          ) : (
            <Button icon={Unplug} onClick={() => void disconnect()}>
              {t('scanner.serial.disconnect')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
