import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '#shared/customer/model';
import { roomForAll } from '../customer-form/fields.ts';
import { MergeDialog } from '../features/customer/merge-dialog.tsx';
import { beginMergeOf } from '../features/customer/merge-store.ts';
import { loadPairs } from '../features/duplicates/store.ts';
import { DuplicatesView } from '../features/duplicates/view.tsx';
import { useSync } from '../features/sync/store.ts';
import { errorLine } from '../ui/error-words.ts';
import { tellDone, tellProblem } from '../ui/toasts.tsx';
import { openByUid } from './actions.ts';

/** Possible duplicates, and the dialog that merges two of them, which belongs to the customer. */
export function DuplicatesPage() {
  const { t } = useTranslation();
  const capabilities = useSync((state) => state.status?.capabilities);
  const holds = useSync((state) => state.status?.holds) ?? roomForAll;
  const [stays, setStays] = useState<Customer | null>(null);

  const beginMerge = async (staysUid: string, goesUid: string) => {
    const begun = await beginMergeOf(staysUid, goesUid);
    if (begun.ok) setStays(begun.customer);
    else {
      tellProblem(errorLine(t, begun.error));
      void loadPairs();
    }
  };

  return (
    <>
      <DuplicatesView
        canMerge={capabilities?.includes('merge') ?? false}
        onOpen={openByUid}
        onMerge={(staysUid, goesUid) => void beginMerge(staysUid, goesUid)}
      />
      {stays && (
        <MergeDialog
          customer={stays}
          holds={holds}
          onClose={() => setStays(null)}
          onMerged={() => {
            setStays(null);
            tellDone(t('merge.done'));
            void loadPairs();
          }}
        />
      )}
    </>
  );
}
