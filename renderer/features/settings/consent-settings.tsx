import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contract/values';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextField } from '../../ui/field.tsx';
import { changeSettings } from './store.ts';

const emptyConsent = { consentUid: '', name: '', wording: '' };

/** Which consents are asked for at registration, in the words the customer hears. */
export function ConsentSettings({ settings }: { settings: Settings }) {
  const { t } = useTranslation();
  const { consents } = settings;
  const [draft, setDraft] = useState(emptyConsent);
  const known = consents.some(({ consentUid }) => consentUid === draft.consentUid.trim());
  const validUid = /^[A-Za-z0-9_-]{1,128}$/.test(draft.consentUid.trim());
  const isComplete = validUid && !known && draft.name.trim() !== '';

  const add = async () => {
    const consent = {
      consentUid: draft.consentUid.trim(),
      name: draft.name.trim(),
      wording: draft.wording.trim(),
      version: 1,
      former: [],
    };
    if (await changeSettings({ consents: [...consents, consent] })) setDraft(emptyConsent);
  };
  const uidIssue = () => {
    if (draft.consentUid === '') return undefined;
    if (known) return { kind: 'issue', words: t('settings.consentKnown') } as const;
    return validUid ? undefined : ({ kind: 'issue', words: t('settings.consentUidRule') } as const);
  };

  return (
    <div className="flex flex-col gap-6">
      {consents.length === 0 ? (
        <EmptyState icon={Plus} title={t('settings.consentsEmptyTitle')}>
          {t('settings.consentsEmpty')}
        </EmptyState>
      ) : (
        <ul>
          {consents.map((consent) => (
            <ConsentRow
              key={consent.consentUid}
              consent={consent}
              onChange={(changed) =>
                changeSettings({ consents: consents.map((other) => (other === consent ? changed : other)) })
              }
              onRemove={() =>
                void changeSettings({ consents: consents.filter((other) => other !== consent) })
              }
            />
          ))}
        </ul>
      )}
      <form
        aria-label={t('settings.addConsent')}
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) void add();
        }}
      >
        <h3 className="pb-2 font-semibold">{t('settings.addConsent')}</h3>
        <div className="grid grid-cols-2 gap-x-4">
          <TextField
            label={t('settings.consentName')}
            value={draft.name}
            onChange={(name) => setDraft({ ...draft, name })}
            maxLength={80}
            required
          />
          <TextField
            label={t('settings.consentUid')}
            value={draft.consentUid}
            onChange={(consentUid) => setDraft({ ...draft, consentUid })}
            maxLength={128}
            note={uidIssue()}
            required
          />
          <TextField
            label={t('settings.consentWording')}
            value={draft.wording}
            onChange={(wording) => setDraft({ ...draft, wording })}
            lines={2}
            maxLength={500}
            className="col-span-2"
          />
        </div>
        <Button look="primary" type="submit" icon={Plus} disabled={!isComplete || consents.length >= 20}>
          {t('settings.addConsent')}
        </Button>
      </form>
    </div>
  );
}

type Consent = Settings['consents'][number];

/** The most former wordings that are kept. */
const formerKept = 50;

/** One consent; another wording is another version, and customers keep the one they were asked. */
function ConsentRow({
  consent,
  onChange,
  onRemove,
}: {
  consent: Consent;
  onChange: (consent: Consent) => Promise<boolean>;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { name, wording, version, former, consentUid } = consent;
  const [typed, setTyped] = useState<string | null>(null);

  const save = async () => {
    const next = typed?.trim() ?? wording;
    const changed = {
      ...consent,
      wording: next,
      version: version + 1,
      former: [{ version, wording }, ...former].slice(0, formerKept),
    };
    if (next === wording || (await onChange(changed))) setTyped(null);
  };
  return (
    <li className="flex items-start gap-3 border-b border-line py-3">
      {typed === null ? (
        <span className="min-w-0 flex-1">
          <span className="block font-semibold">{name}</span>
          <span className="block text-sm text-soft">{wording}</span>
          <span className="block text-xs text-faint">
            {t('settings.consentVersion', { version })} · {consentUid}
          </span>
        </span>
      ) : (
        <form
          aria-label={t('settings.changeWording', { name })}
          className="min-w-0 flex-1"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextField
            label={name}
            value={typed}
            onChange={setTyped}
            lines={2}
            maxLength={500}
            startsHere
            note={{ kind: 'hint', words: t('settings.wordingHint', { version: version + 1 }) }}
          />
          <div className="flex gap-2">
            <Button look="primary" type="submit">
              {t('common.save')}
            </Button>
            <Button onClick={() => setTyped(null)}>{t('common.cancel')}</Button>
          </div>
        </form>
      )}
      <IconButton
        icon={Pencil}
        label={t('settings.changeWording', { name })}
        onClick={() => setTyped(wording)}
        disabled={typed !== null}
      />
      <IconButton icon={Trash2} label={t('settings.removeConsent', { name })} onClick={onRemove} />
    </li>
  );
}
