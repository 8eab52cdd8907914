import { MapPin } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import type { KnownStore } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { useIsManaged } from '../../ui/managed.tsx';
import { loadStores, setPlace, useConnect } from './store.ts';

/** Stands in the list for a shop that no customer has named yet. */
const otherStore = 'another shop';

interface PlaceViewProps {
  /** The id of the form, for a button outside of it; without one it has a button of its own. */
  readonly formId?: string;
  /** @param store the shop that was chosen, by name; undefined when there is none */
  readonly onSaved: (store: KnownStore | undefined) => void;
}

/** Which shop this till stands in, and which till of it this is: chosen from what the service's customers know. */
export function PlaceView({ formId, onSaved }: PlaceViewProps) {
  const { t } = useTranslation();
  const connection = useConnect((state) => state.connection);
  const connected = useConnect((state) => state.connected);
  const isManaged = useIsManaged('connection');
  const [stores, setStores] = useState<readonly KnownStore[]>([]);
  const [typed, setTyped] = useState<{ readonly store: string; readonly till: string } | null>(null);
  const [writesStore, setWritesStore] = useState(false);
  const [error, setError] = useState<TillError | null>(null);

  useEffect(() => {
    const show = async () => setStores(await loadStores(connected?.stores ?? []));
    void show();
  }, [connected]);

  if (connection === null) return <p className="text-soft">{t('place.notConnected')}</p>;
  const place = typed ?? { store: connection.store ?? '', till: connection.till ?? '' };
  const isListed = place.store === '' || stores.some(({ storeUid }) => storeUid === place.store);
  const writes = writesStore || !isListed;

  const save = async () => {
    const store = place.store.trim();
    const till = place.till.trim();
    const failure = await setPlace({ ...(store && { store }), ...(till && { till }) });
    setError(failure);
    if (!failure) onSaved(stores.find(({ storeUid }) => storeUid === store));
  };

  const storeField = (
    <TextField
      label={t('place.storeUid')}
      value={place.store}
      onChange={(store) => setTyped({ ...place, store })}
      maxLength={128}
      note={{ kind: 'hint', words: t('place.storeUidHint') }}
      className="col-span-4"
    />
  );

  return (
    <form
      id={formId}
      aria-label={t('place.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="grid grid-cols-6 gap-x-4">
        {stores.length === 0 && storeField}
        {stores.length > 0 && (
          <SelectField
            label={t('place.store')}
            value={writes ? otherStore : place.store}
            onChange={(store) => {
              setWritesStore(store === otherStore);
              setTyped({ ...place, store: store === otherStore ? '' : store });
            }}
            options={[
              { value: '', label: t('place.noStore') },
              ...stores.map(({ storeUid, name }) => ({ value: storeUid, label: name })),
              { value: otherStore, label: t('place.otherStore') },
            ]}
            note={{ kind: 'hint', words: t('place.storeHint') }}
            className="col-span-4"
          />
        )}
        <TextField
          label={t('place.till')}
          value={place.till}
          onChange={(till) => setTyped({ ...place, till })}
          maxLength={40}
          note={{ kind: 'hint', words: t('place.tillHint') }}
          className="col-span-2"
        />
        {stores.length > 0 && writes && storeField}
      </div>
      {error && <ErrorNotice error={error} className="mb-3" />}
      {formId === undefined && !isManaged && (
        <Button type="submit" icon={MapPin}>
          {t('place.save')}
        </Button>
      )}
    </form>
  );
}
