import { FilePenLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hasChanges, useCustomer } from '../features/customer/store.ts';
import { useRegister } from '../features/register/store.ts';
import { Button } from '../ui/button.tsx';
import { formatAge } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { useNow } from '../ui/use-now.ts';
import { discardLeft, goOnWith, useLeftDrafts } from './left-drafts.ts';

/** The till ended while something was being typed: it is here still. One at a time, the newest first. */
export function LeftDraftNotice() {
  const { t } = useTranslation();
  const nowMs = useNow();
  const left = useLeftDrafts((state) => state.left);
  // One registration at a time: this one comes first, the other stays where it is.
  const isRegistering = useRegister((state) => state.registration?.touched ?? false);
  // What is being typed now comes before what was left of the same customer.
  const typed = useCustomer((state) => state.drafts);
  const newest = left.find(({ draft }) =>
    draft.kind === 'change' ? !hasChanges(typed[draft.customerUid]) : !isRegistering,
  );
  if (!newest) return null;
  const { draft, displayName: name, savedAt } = newest;
  return (
    <Notice
      tone="good"
      icon={FilePenLine}
      live
      title={
        name === null
          ? t('drafts.registeringSomebody')
          : t(draft.kind === 'registration' ? 'drafts.registering' : 'drafts.changing', { name })
      }
      actions={
        <>
          <Button look="primary" onClick={() => goOnWith(newest)}>
            {t('drafts.goOn')}
          </Button>
          <Button onClick={() => void discardLeft(newest)}>{t('drafts.discard')}</Button>
        </>
      }
      className="mx-4 my-2 shrink-0"
    >
      {t('drafts.words', { age: formatAge(t, savedAt, nowMs) })}
    </Notice>
  );
}
