import { FileDown, GitMerge, IdCard, Pencil, RefreshCw, Trash2, UserX } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability } from '#shared/contract/values';
import type { Holdings } from '#shared/customer/holdings';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { till } from '../../bridge/till.ts';
import { Button } from '../../ui/button.tsx';
import { CustomerTypeIcon } from '../../ui/customer-type-icon.tsx';
import { displayName } from '../../ui/display-name.ts';
import { downloadJson } from '../../ui/download.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { errorLine, errorWords } from '../../ui/error-words.ts';
import { focusFirstIssue } from '../../ui/focus-first-issue.ts';
import { Menu } from '../../ui/menu.tsx';
import { SyncBadge } from '../../ui/sync-badge.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { Details } from './details.tsx';
import { EditForm } from './edit-form.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { beginMerge } from './merge-store.ts';
import { StateNotices } from './state-notices.tsx';
import {
  fetchCustomer,
  hasChanges,
  saveChanges,
  setTwoInvoices,
  startEditing,
  useCustomer,
  type CustomerView as View,
} from './store.ts';

interface CustomerViewProps {
  readonly capabilities: readonly Capability[];
  /** What the service has room for. */
  readonly holds: Holdings;
  /** The membership card as a small picture; it belongs to another feature. */
  readonly cardPicture: ReactNode;
  /** The way into the sale, where there is one; it belongs to another feature. */
  readonly handOver: ReactNode;
  /** Whether a POS that asks hears of this customer now. */
  readonly atCounter: ReactNode;
  /** The codes of former cards; they belong to another feature, too. */
  readonly codeHistory: ReactNode;
  readonly onOpen: (customerUid: string) => void;
  readonly onShowCard: () => void;
  readonly onShowOutbox: () => void;
  readonly onShowConflicts: () => void;
  /** There is a service to ask. */
  readonly connected: boolean;
  /** The form is done with: the cursor goes back to where the next customer begins. */
  readonly onSaved: () => void;
  readonly onClosed: () => void;
}

/** One customer: everything the service knows, and everything a till may do. */
export function CustomerView(props: CustomerViewProps) {
  const { t } = useTranslation();
  const view = useCustomer((state) => state.view);
  const error = useCustomer((state) => state.error);
  const editing = useCustomer((state) => state.editing);
  const fetching = useCustomer((state) => state.fetching);

  if (fetching && !view) return <p className="appear-late p-6 text-soft">{t('customer.fetching')}</p>;
  if (error) {
    const { title, detail } = errorWords(t, error);
    return (
      <EmptyState
        icon={UserX}
        title={title}
        actions={
          <>
            <Button onClick={props.onClosed}>{t('common.back')}</Button>
            {props.connected && error.code !== 'customer.deleted' && (
              <Button look="primary" icon={RefreshCw} onClick={() => void fetchCustomer()}>
                {t('customer.fetch')}
              </Button>
            )}
          </>
        }
      >
        {error.code === 'customer.not-found' ? t('customer.notHereYet') : detail}
      </EmptyState>
    );
  }
  if (!view) return <p className="appear-late p-6 text-soft">{t('common.loading')}</p>;
  if (editing) {
    return (
      <EditForm
        customer={view.customer}
        held={props.holds.fields[view.customer.customerType]}
        isNew={view.mutations.some(({ kind }) => kind === 'create')}
        onSave={() => void save()}
      />
    );
  }
  return <ReadView {...props} view={view} />;

  async function save() {
    if (!(await saveChanges())) {
      focusFirstIssue();
      return;
    }
    tellDone(t('customer.saved'));
    props.onSaved();
  }
}

function ReadView({ view, ...props }: CustomerViewProps & { view: View }) {
  const { t } = useTranslation();
  const { customer } = view;
  const [dialog, setDialog] = useState<'merge' | 'delete' | null>(null);
  const unsaved = useCustomer((state) => hasChanges(state.drafts[customer.customerUid]));
  const offers = (capability: Capability) => props.capabilities.includes(capability);
  const unavailable = (capability: Capability) => (offers(capability) ? undefined : t('customer.notOffered'));

  const exportData = async () => {
    const answer = await till.customers.export({ customerUid: customer.customerUid });
    if (!answer.ok) return tellProblem(errorLine(t, answer.error));
    downloadJson(answer.fileName, answer.export);
    return tellDone(t('customer.exported', { file: answer.fileName }));
  };

  const fetchAgain = async () => {
    const failure = await fetchCustomer();
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(t('customer.fetched'));
  };

  const switchTwoInvoices = async (on: boolean) => {
    const failure = await setTwoInvoices(on);
    if (failure) tellProblem(errorLine(t, failure));
  };

  return (
    <article aria-labelledby="customer-name" className="@container flex min-h-0 flex-1 flex-col">
      <header className="flex shrink-0 gap-6 px-6 pt-5 pb-4">
        <div className="min-w-0 flex-1">
          <h1
            id="customer-name"
            className="selectable line-clamp-2 text-2xl font-semibold tracking-tight text-balance break-words @5xl:text-3xl"
          >
            {displayName(customer)}
          </h1>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
            <span className="inline-flex items-center gap-1.5">
              <CustomerTypeIcon type={customer.customerType} size={18} />
              {t(`customerType.${customer.customerType}`)}
            </span>
            {customer.loyaltyId && <span className="tabular">{displayLoyaltyId(customer.loyaltyId)}</span>}
            <SyncBadge state={view.state} />
            {props.atCounter}
          </p>
          <div className="mt-4 flex flex-wrap gap-2">
            {props.handOver}
            <Button icon={Pencil} keys="F3" onClick={startEditing}>
              {unsaved ? t('customer.continueEditing') : t('customer.edit')}
            </Button>
            <Button icon={IdCard} keys="F4" onClick={props.onShowCard}>
              {t('customer.card')}
            </Button>
            <Menu
              label={t('customer.more')}
              items={[
                {
                  id: 'merge',
                  label: t('customer.merge'),
                  icon: GitMerge,
                  unavailable: unavailable('merge'),
                  onChoose: () => {
                    beginMerge(customer);
                    setDialog('merge');
                  },
                },
                ...(props.connected
                  ? [
                      {
                        id: 'fetch',
                        label: t('customer.fetchAgain'),
                        icon: RefreshCw,
                        onChoose: () => void fetchAgain(),
                      },
                    ]
                  : []),
                {
                  id: 'export',
                  label: t('customer.export'),
                  icon: FileDown,
                  unavailable: props.connected ? undefined : t('customer.notConnected'),
                  onChoose: () => void exportData(),
                },
                {
                  id: 'delete',
                  label: t('customer.delete'),
                  icon: Trash2,
                  danger: true,
                  onChoose: () => setDialog('delete'),
                },
              ]}
            />
          </div>
        </div>
        {props.cardPicture}
      </header>
      <div className="scroll-steady min-h-0 flex-1 pr-4 pb-6 pl-6">
        <StateNotices view={view} onShowOutbox={props.onShowOutbox} onShowConflicts={props.onShowConflicts} />
        <Details
          view={view}
          capabilities={props.capabilities}
          codeHistory={props.codeHistory}
          onOpen={props.onOpen}
          onTwoInvoices={(on) => void switchTwoInvoices(on)}
        />
      </div>
      {dialog === 'merge' && (
        <MergeDialog
          customer={customer}
          onClose={() => setDialog(null)}
          onMerged={() => {
            setDialog(null);
            tellDone(t('merge.done'));
          }}
        />
      )}
      {dialog === 'delete' && (
        <DeleteDialog
          customer={customer}
          onClose={() => setDialog(null)}
          onDeleted={() => {
            setDialog(null);
            tellDone(t('delete.done'));
            props.onClosed();
          }}
        />
      )}
    </article>
  );
}
