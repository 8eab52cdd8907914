import { FileDown, GitMerge, History, IdCard, Pencil, RefreshCw, Trash2, Undo2, UserX } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability } from '#shared/contract/values';
import type { Holdings } from '#shared/customer/holdings';
import type { Customer } from '#shared/customer/model';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import type { CustomerField } from '#shared/sync/customer-field';
import { Button } from '../../ui/button.tsx';
import { CustomerTypeIcon } from '../../ui/customer-type-icon.tsx';
import { displayName } from '../../ui/display-name.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { errorLine, errorWords } from '../../ui/error-words.ts';
import { fieldLabel } from '../../ui/field-label.ts';
import { focusFirstIssue } from '../../ui/focus-first-issue.ts';
import { Menu } from '../../ui/menu.tsx';
import { SyncBadge } from '../../ui/sync-badge.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { Details } from './details.tsx';
import { EditablePlace, usePlaceOpen } from './editable.tsx';
import { EditForm } from './edit-form.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { beginMerge, useMerge } from './merge-store.ts';
import { MergesDialog } from './merges-dialog.tsx';
import { namePlace } from './places.ts';
import { StateNotices } from './state-notices.tsx';
import {
  fetchCustomer,
  hasChanges,
  replaceLostCard,
  saveChanges,
  setTwoInvoices,
  startEditing,
  takeBackChange,
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
  /** A company gets a department: a registration begins. */
  readonly onAddDepartment: (company: Customer) => void;
  readonly shopName: string;
  /** The service wants a permission of its own for deleting. */
  readonly deletingNeedsPermission: boolean;
  /** There is a printer for membership cards. */
  readonly canPrintCards: boolean;
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
  // A part that is changed where it stands leaves the page as it is.
  const editing = useCustomer(
    (state) => state.editing && state.openUid !== null && !state.drafts[state.openUid]?.place,
  );
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
  const [dialog, setDialog] = useState<'merge' | 'merges' | 'delete' | 'export' | null>(null);
  const unsaved = useCustomer((state) => !state.editing && hasChanges(state.drafts[customer.customerUid]));
  const held = props.holds.fields[customer.customerType];
  const offers = (capability: Capability) => props.capabilities.includes(capability);
  const unavailable = (capability: Capability) => (offers(capability) ? undefined : t('customer.notOffered'));

  const fetchAgain = async () => {
    const failure = await fetchCustomer();
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(t('customer.fetched'));
  };

  const loseCard = async () => {
    const failure = await replaceLostCard(props.canPrintCards);
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(props.canPrintCards ? t('customer.lostCardPrinted') : t('customer.lostCardDone'));
  };

  const switchTwoInvoices = async (on: boolean) => {
    const failure = await setTwoInvoices(on);
    if (failure) tellProblem(errorLine(t, failure));
  };

  return (
    <article aria-label={displayName(customer)} className="@container flex min-h-0 flex-1 flex-col">
      {/* Where there is little room the buttons have the whole line below the card, in every language. */}
      <header className="grid shrink-0 grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-3 px-6 pt-5 pb-4">
        <div className="min-w-0">
          <Name customer={customer} held={held} />
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
            <span className="inline-flex items-center gap-1.5">
              <CustomerTypeIcon type={customer.customerType} size={18} />
              {t(`customerType.${customer.customerType}`)}
            </span>
            {customer.loyaltyId && <span className="tabular">{displayLoyaltyId(customer.loyaltyId)}</span>}
            <SyncBadge state={view.state} />
            {props.atCounter}
          </p>
        </div>
        <div className="row-span-1 @max-5xl:[&>*]:w-32! @5xl:row-span-2">{props.cardPicture}</div>
        <div className="col-span-2 flex flex-wrap content-start gap-2 @5xl:col-span-1 @max-[44rem]:[&_kbd]:hidden">
          {props.handOver}
          <Button icon={Pencil} keys="F3" onClick={startEditing}>
            {unsaved ? t('customer.continueEditing') : t('customer.edit')}
          </Button>
          <Button icon={IdCard} keys="F4" onClick={props.onShowCard}>
            {t('customer.card')}
          </Button>
          <UndoButton customer={customer} />
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
              {
                id: 'merges',
                label: t('customer.merges'),
                icon: History,
                onChoose: () => setDialog('merges'),
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
                onChoose: () => setDialog('export'),
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
      </header>
      <div className="scroll-steady min-h-0 flex-1 pr-4 pb-6 pl-6">
        <StateNotices view={view} onShowOutbox={props.onShowOutbox} onShowConflicts={props.onShowConflicts} />
        <Details
          view={view}
          capabilities={props.capabilities}
          held={held}
          codeHistory={props.codeHistory}
          onOpen={props.onOpen}
          onTwoInvoices={(on) => void switchTwoInvoices(on)}
          onLostCard={() => void loseCard()}
          onAddDepartment={props.onAddDepartment}
          onShowMerges={() => setDialog('merges')}
        />
      </div>
      {dialog === 'merge' && (
        <MergeDialog
          customer={customer}
          holds={props.holds}
          onClose={() => setDialog(null)}
          onMerged={() => {
            setDialog(null);
            tellDone(t('merge.done'));
            // The two may have been changed round.
            props.onOpen(useMerge.getState().stays?.customerUid ?? customer.customerUid);
          }}
        />
      )}
      {dialog === 'delete' && (
        <DeleteDialog
          view={view}
          needsPermission={props.deletingNeedsPermission}
          onClose={() => setDialog(null)}
          onExport={() => setDialog('export')}
          onDeleted={() => {
            setDialog(null);
            tellDone(t('delete.done'));
            props.onClosed();
          }}
        />
      )}
      {dialog === 'merges' && <MergesDialog customer={customer} onClose={() => setDialog(null)} />}
      {dialog === 'export' && (
        <ExportDialog
          customer={customer}
          shopName={props.shopName}
          offersExport={props.connected && offers('export')}
          onClose={() => setDialog(null)}
        />
      )}
    </article>
  );
}

function Name({ customer, held }: { customer: Customer; held: readonly CustomerField[] }) {
  const { t } = useTranslation();
  const place = namePlace(customer.customerType);
  const isOpen = usePlaceOpen(place);
  return (
    <div className={isOpen ? 'max-w-2xl' : 'w-fit max-w-full'}>
      <EditablePlace place={place} label={t('fields.displayName')} customer={customer} held={held}>
        <h1 className="selectable line-clamp-2 text-2xl font-semibold tracking-tight text-balance break-words @5xl:text-3xl">
          {displayName(customer)}
        </h1>
      </EditablePlace>
    </div>
  );
}

/** The last saved change of this customer, taken back by one press. */
function UndoButton({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const takeBack = useCustomer((state) =>
    state.takeBack?.customerUid === customer.customerUid ? state.takeBack : null,
  );

  useEffect(() => {
    if (!takeBack) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      const isField = (event.target as HTMLElement).matches('input, textarea, select');
      if (isField || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
      event.preventDefault();
      void undo();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });

  if (!takeBack) return null;
  const fields = Object.keys(takeBack.after).map((name) => fieldLabel(t, name));

  async function undo() {
    const outcome = await takeBackChange();
    if (outcome === 'done') tellDone(t('customer.undone'));
    else tellProblem(outcome === 'changed-since' ? t('customer.undoTooLate') : errorLine(t, outcome));
  }

  return (
    <Button
      icon={Undo2}
      keys="Ctrl+Z"
      title={t('customer.undoWhat', { fields: fields.join(', ') })}
      onClick={() => void undo()}
    >
      {t('customer.undo')}
    </Button>
  );
}
