import { Check, CloudCog, Network } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import type { Printer } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { savePrinter, useSettings } from './store.ts';

/** A printer on the shop's network, or one the customer service prints on. */
export function AddPrinter({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Printer['kind']>('network');
  const [name, setName] = useState('');
  const [host, setHost] = useState('');
  const [port, setPort] = useState('9100');
  const [language, setLanguage] = useState<'escpos' | 'zpl'>('zpl');
  const [printerUid, setPrinterUid] = useState('');
  const [error, setError] = useState<TillError | null>(null);
  // The service's own printer is among the till's wherever the service prints.
  const servicePrints = useSettings(({ printers }) => printers.some((printer) => printer.kind === 'service'));
  const kinds = [
    { value: 'network', label: t('settings.kinds.network'), icon: Network },
    { value: 'service', label: t('settings.kinds.service'), icon: CloudCog },
  ] as const;
  const portNumber = Number(port);
  const validPort = Number.isInteger(portNumber) && portNumber >= 1 && portNumber <= 65_535;
  const isComplete = name.trim() !== '' && (kind === 'service' || (host.trim() !== '' && validPort));

  const save = async () => {
    const shared = { printerId: crypto.randomUUID(), name: name.trim() };
    const failure = await savePrinter(
      kind === 'network'
        ? { ...shared, kind, host: host.trim(), port: portNumber, language }
        : { ...shared, kind, ...(printerUid.trim() && { printerUid: printerUid.trim() }) },
    );
    setError(failure);
    if (!failure) onDone();
  };

  return (
    <form
      aria-label={t('settings.addPrinter')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isComplete) void save();
      }}
      className="rounded-xl border border-line bg-surface p-4"
    >
      <Choice
        label={t('settings.printerKind')}
        value={kind}
        onChange={setKind}
        options={servicePrints ? kinds : kinds.slice(0, 1)}
        className="mb-4"
      />
      <div className="grid grid-cols-6 gap-x-4">
        <TextField
          label={t('settings.printerName')}
          value={name}
          onChange={setName}
          maxLength={80}
          startsHere
          required
          className="col-span-3"
        />
        {kind === 'network' ? (
          <>
            <SelectField
              label={t('settings.printerLanguage')}
              value={language}
              onChange={(value) => setLanguage(value === 'zpl' ? 'zpl' : 'escpos')}
              options={[
                { value: 'zpl', label: t('settings.languages.zpl') },
                { value: 'escpos', label: t('settings.languages.escpos') },
              ]}
              className="col-span-3"
            />
            <TextField
              label={t('settings.printerHost')}
              value={host}
              onChange={setHost}
              maxLength={253}
              required
              className="col-span-4"
            />
            <TextField
              label={t('settings.printerPort')}
              value={port}
              onChange={setPort}
              inputMode="numeric"
              note={validPort ? undefined : { kind: 'issue', words: t('settings.portRule') }}
              className="col-span-2"
            />
          </>
        ) : (
          <TextField
            label={t('settings.printerUid')}
            value={printerUid}
            onChange={setPrinterUid}
            maxLength={128}
            note={{ kind: 'hint', words: t('settings.printerUidHint') }}
            className="col-span-3"
          />
        )}
      </div>
      {error && <ErrorNotice error={error} className="mb-3" />}
      <div className="flex gap-3">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button look="primary" type="submit" icon={Check} disabled={!isComplete}>
          {t('settings.savePrinter')}
        </Button>
      </div>
    </form>
  );
}
