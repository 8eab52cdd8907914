import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import type { Customer } from '#shared/customer/model';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { displayName } from '../../ui/display-name.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { deleteCustomer } from './store.ts';

interface DeleteDialogProps {
  readonly customer: Customer;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

/** Deleting is confirmed by reading what it does. */
export function DeleteDialog({ customer, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<TillError | null>(null);
  const remove = async () => {
    setBusy(true);
    const failure = await deleteCustomer();
    setBusy(false);
    if (failure) setError(failure);
    else onDeleted();
  };
  return (
    <Dialog
      title={t('delete.title', { name: displayName(customer) })}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.keep')}</Button>
          <Button look="danger" icon={Trash2} busy={busy} onClick={() => void remove()}>
            {t('delete.confirm')}
          </Button>
        </>
      }
    >
      <ul className="flex list-disc flex-col gap-2 pl-5 text-soft">
        <li>{t('delete.effectTill')}</li>
        <li>{t('delete.effectService')}</li>
        <li>{t('delete.effectCard')}</li>
      </ul>
      <p className="mt-4 font-medium">{t('delete.noUndo')}</p>
      {error && <ErrorNotice error={error} className="mt-4" />}
    </Dialog>
  );
}
