import { FileDown, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditReason } from '#shared/contract/audit';
import type { TillError } from '#shared/contract/errors';
import { till } from '../../bridge/till.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { displayName } from '../../ui/display-name.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { deleteCustomer, type CustomerView } from './store.ts';

const reasonsToDelete = [
  'customer-asked',
  'data-request',
  'mistake',
  'other',
] as const satisfies AuditReason[];

interface DeleteDialogProps {
  readonly view: CustomerView;
  /** The service demands a permission of its own for it (Flow Retail: TENANT.BACKOFFICE). */
  readonly needsPermission: boolean;
  readonly onClose: () => void;
  readonly onExport: () => void;
  readonly onDeleted: () => void;
}

/** Deleting is confirmed by reading what it does, here, at the service and to whatever hangs on the customer. */
export function DeleteDialog({ view, needsPermission, onClose, onExport, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation();
  const { customer, departments, mutations } = view;
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState<AuditReason>('customer-asked');
  const isErasure = reason === 'data-request';
  const [error, setError] = useState<TillError | null>(null);
  const refusal = useEarlierRefusal();
  const isNew = mutations.some(({ kind }) => kind === 'create');
  const remove = async () => {
    setBusy(true);
    const failure = await deleteCustomer(reason);
    setBusy(false);
    if (failure) setError(failure);
    else onDeleted();
  };
  const effects = [
    isErasure ? t('delete.effectErase') : t('delete.effectTill'),
    isNew ? t('delete.effectNew') : t('delete.effectService'),
    mutations.length > 0 && !isNew && t('delete.effectWaiting', { count: mutations.length }),
    customer.loyaltyId && t('delete.effectCard'),
    departments.length > 0 && t('delete.effectDepartments', { count: departments.length }),
    t('delete.effectTrail'),
  ];
  return (
    <Dialog
      title={t('delete.title', { name: displayName(customer) })}
      width="medium"
      onClose={onClose}
      actions={
        <>
          <Button icon={FileDown} onClick={onExport} className="mr-auto">
            {t('delete.exportFirst')}
          </Button>
          <Button onClick={onClose}>{t('common.keep')}</Button>
          <Button look="danger" icon={Trash2} busy={busy} onClick={() => void remove()}>
            {t(isErasure ? 'delete.confirmErase' : 'delete.confirm')}
          </Button>
        </>
      }
    >
      <SelectField
        label={t('delete.why')}
        value={reason}
        onChange={(value) => setReason(value as AuditReason)}
        options={reasonsToDelete.map((value) => ({ value, label: t(`auditPage.reason.${value}`) }))}
        className="pb-4"
        compact
      />
      <ul className="flex list-disc flex-col gap-2 pl-5 text-soft">
        {effects.map((effect) => effect && <li key={effect}>{effect}</li>)}
      </ul>
      <p className="mt-4 font-medium">{t('delete.noUndo')}</p>
      {refusal !== null && (
        <Notice tone="warn" live title={t('delete.refusedTitle')} className="mt-4">
          {refusal.message} {t('delete.refused')}
        </Notice>
      )}
      {needsPermission && !isNew && refusal === null && (
        <Notice title={t('delete.permissionTitle')} className="mt-4">
          {t('delete.permission')}
        </Notice>
      )}
      {error && <ErrorNotice error={error} className="mt-4" />}
    </Dialog>
  );
}

/** What the service said when it did not let this till delete somebody else, as long as that waits for a person. */
function useEarlierRefusal(): TillError | null {
  const [refusal, setRefusal] = useState<TillError | null>(null);
  useEffect(() => {
    let isShown = true;
    const ask = async () => {
      const answer = await till.outbox.list({ states: ['parked'], limit: 200 });
      const refused =
        answer.ok &&
        answer.mutations.find(({ kind, error }) => kind === 'delete' && error?.code === 'service.forbidden');
      if (isShown && refused) setRefusal(refused.error);
    };
    void ask();
    return () => {
      isShown = false;
    };
  }, []);
  return refusal;
}
