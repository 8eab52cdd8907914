import { ArrowRight, Trash2, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPhone } from '#shared/customer/format-phone';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatAge, formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import { useNow } from '../../ui/use-now.ts';
import {
  deleteVanished,
  loadMoreHeldBack,
  openHeldBack,
  spare,
  useHeldBack,
  type VanishedCustomer,
} from './held-back-store.ts';

function counted(count: number) {
  return { count, formatted: formatCount(count) };
}

/** Customers the service no longer lists, too many at once to be believed: a person looks and decides. */
export function HeldBack({ count }: { count: number }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <>
      <Notice
        tone="warn"
        icon={UserX}
        title={t('heldBack.title', counted(count))}
        actions={
          <Button
            icon={ArrowRight}
            onClick={() => {
              openHeldBack();
              setShown(true);
            }}
          >
            {t('heldBack.look')}
          </Button>
        }
      >
        {t('heldBack.words')}
      </Notice>
      {shown && <HeldBackDialog onClose={() => setShown(false)} />}
    </>
  );
}

function HeldBackDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const { customers, total, known, heldBackAt, spared, error, deleting } = useHeldBack();
  const [confirming, setConfirming] = useState(false);
  const count = total - spared.size;
  const confirm = async () => {
    const outcome = await deleteVanished();
    setConfirming(false);
    if (!outcome) return;
    const words = [
      t('heldBack.deleted', counted(outcome.deleted)),
      outcome.kept > 0 && t('heldBack.kept', counted(outcome.kept)),
    ];
    tellDone(words.filter(Boolean).join(' '));
    onClose();
  };

  if (confirming) {
    return (
      <Dialog
        key="confirm"
        title={t('heldBack.confirmTitle', counted(count))}
        onClose={() => {
          if (!deleting) setConfirming(false);
        }}
        actions={
          <>
            <Button disabled={deleting !== null} onClick={() => setConfirming(false)}>
              {t('common.keep')}
            </Button>
            <Button look="danger" icon={Trash2} busy={deleting !== null} onClick={() => void confirm()}>
              {t('heldBack.confirm')}
            </Button>
          </>
        }
      >
        <ul className="flex list-disc flex-col gap-2 pl-5 text-soft">
          <li>{t('heldBack.effectAsked')}</li>
          <li>{t('heldBack.effectTill')}</li>
          <li>{t('heldBack.effectChanges')}</li>
        </ul>
        {deleting && (
          <output className="tabular block pt-4 font-medium">
            {t('heldBack.progress', {
              done: formatCount(deleting.done),
              total: formatCount(deleting.total),
            })}
          </output>
        )}
      </Dialog>
    );
  }
  return (
    <Dialog
      key="list"
      title={t('heldBack.listTitle')}
      width="medium"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('heldBack.keepAll')}</Button>
          <Button look="danger" icon={Trash2} disabled={count === 0} onClick={() => setConfirming(true)}>
            {t('heldBack.delete', counted(count))}
          </Button>
        </>
      }
    >
      <p className="pb-3 text-soft">
        {t('heldBack.share', { ...counted(total), known: formatCount(known) })}
        {heldBackAt && ` ${t('heldBack.since', { age: formatAge(t, heldBackAt, nowMs) })}`}
      </p>
      {error && <ErrorNotice error={error} className="mb-3" />}
      <ul>
        {customers.map((customer) => (
          <VanishedRow
            key={customer.customerUid}
            customer={customer}
            spared={spared.has(customer.customerUid)}
          />
        ))}
      </ul>
      {customers.length < total && (
        <Button look="quiet" onClick={() => void loadMoreHeldBack()} className="-ml-4 text-soft">
          {t('heldBack.more', counted(total - customers.length))}
        </Button>
      )}
    </Dialog>
  );
}

function VanishedRow({ customer, spared }: { customer: VanishedCustomer; spared: boolean }) {
  const { t } = useTranslation();
  const { customerUid, displayName, city, mobile, email } = customer;
  const told = [city, mobile ? formatPhone(mobile) : email].filter(Boolean).join(' · ');
  return (
    <li className="border-b border-line/60 last:border-b-0">
      <label className="flex min-h-14 items-center gap-4 py-1.5">
        <input
          type="checkbox"
          checked={!spared}
          onChange={(event) => spare(customerUid, !event.target.checked)}
          className="size-5 shrink-0 accent-accent"
        />
        <span className="min-w-0 flex-1">
          <span className="name-line block truncate font-medium">{displayName}</span>
          {told && <span className="tabular block truncate text-sm text-soft">{told}</span>}
        </span>
        {spared && <span className="text-sm text-soft">{t('heldBack.stays')}</span>}
      </label>
    </li>
  );
}
