import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { downloadJson } from '../../ui/download.ts';
import { errorLine } from '../../ui/error-words.ts';
import { mutationTitle } from '../../ui/mutation-words.ts';
import { Switch } from '../../ui/switch.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { ChangeValues } from './change-values.tsx';
import { dropCorrection } from './corrections.ts';
import { discard, useOutbox, type ChangeDetails } from './store.ts';

/** Giving a change up is confirmed by reading what is lost, and leaves a copy behind. */
export function DiscardDialog({ details, onClose }: { details: ChangeDetails; onClose: () => void }) {
  const { t } = useTranslation();
  const { mutation, goesWithIt } = details;
  const busy = useOutbox((state) => state.busyWith === mutation.mutationId);
  const [keepCopy, setKeepCopy] = useState(true);

  const confirm = async () => {
    const answer = await discard(mutation.mutationId);
    if ('error' in answer) {
      tellProblem(errorLine(t, answer.error));
    } else {
      const { discarded, payloads } = answer.given;
      if (keepCopy) downloadJson(`discarded-${mutation.mutationId}.json`, { discarded, payloads });
      dropCorrection(mutation.mutationId);
      tellDone(t('outbox.discarded'));
    }
    onClose();
  };

  return (
    <Dialog
      title={t('outbox.discardTitle')}
      width="medium"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.keep')}</Button>
          <Button look="danger" icon={Trash2} busy={busy} onClick={() => void confirm()}>
            {t('outbox.discardConfirm')}
          </Button>
        </>
      }
    >
      <p className="text-soft">
        {mutation.kind === 'create' ? t('outbox.discardCreate') : t('outbox.discardOther')}
        {mutation.state === 'unknown' && ` ${t('outbox.discardUnknown')}`}
      </p>
      <Switch
        label={t('outbox.keepCopy')}
        detail={t('outbox.keepCopyDetail')}
        checked={keepCopy}
        onChange={setKeepCopy}
        className="mt-2"
      />
      <section className="mt-3 rounded-xl bg-sunken px-4 py-3">
        <h3 className="text-sm text-soft">{t('outbox.lost')}</h3>
        <p className="pb-1 text-lg font-semibold tracking-tight">{mutation.displayName}</p>
        <p className="font-medium">{mutationTitle(t, mutation)}</p>
        <div className="pt-1">
          <ChangeValues details={details} />
        </div>
        {goesWithIt.length > 0 && (
          <ul className="list-disc pt-1 pl-5">
            {goesWithIt.map((other) => (
              <li key={other.mutationId}>{mutationTitle(t, other)}</li>
            ))}
          </ul>
        )}
      </section>
    </Dialog>
  );
}
