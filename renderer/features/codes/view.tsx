import { ArrowLeft, ArrowRight, CloudDownload, IdCard, Replace, UserRoundPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { looksLikeArticle } from '#shared/cards/code-readings';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { focusAtStart } from '../../ui/focus-at-start.ts';
import { formatMoment } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { CustomerRow, ScannedCode } from './parts.tsx';
import { whoWords } from './who-words.ts';
import { OwnerSearch } from './owner-search.tsx';
import {
  attachCode,
  chooseAnotherOwner,
  closeCodeDialog,
  giveAway,
  useCodes,
  type CodeDialog,
  type KnownCustomer,
} from './store.ts';

interface CodeDialogsProps {
  /** What is half done on the screen, and kept: said before a customer is opened over it. */
  readonly unsaved: 'registration' | 'edit' | 'other' | null;
  /** A registration is on the screen. */
  readonly registering: boolean;
  /** A registration waits to be gone on with. */
  readonly unfinished: boolean;
  /** Who is on the screen. */
  readonly openCustomer: KnownCustomer | null;
  /** Words for that not everybody is on this till yet; empty when everybody is. */
  readonly incomplete: string;
  readonly onOpen: (customerUid: string, options?: { askService: boolean }) => void;
  readonly onRegister: (code: string, takeOver: boolean) => void;
  readonly onAttached: (customer: KnownCustomer, code: string) => void;
}

/** What a scan leads to where it does not simply open a customer. A further scan begins anew. */
export function CodeDialogs(props: CodeDialogsProps) {
  const { dialog, scan } = useCodes();
  if (dialog === null) return null;
  // The steps of one scan are one dialog each, so that the cursor starts in each where it should.
  return <Step key={`${scan} ${dialog.step}`} {...props} dialog={dialog} />;
}

type StepProps<Step extends CodeDialog['step']> = CodeDialogsProps & {
  readonly dialog: Extract<CodeDialog, { step: Step }>;
};

function Step({ dialog, ...props }: CodeDialogsProps & { readonly dialog: CodeDialog }) {
  switch (dialog.step) {
    case 'known':
      return <Known {...props} dialog={dialog} />;
    case 'replaced':
      return <Replaced {...props} dialog={dialog} />;
    case 'several':
      return <Several {...props} dialog={dialog} />;
    case 'unknown':
      return dialog.refusal === null ? (
        <Unknown {...props} dialog={dialog} />
      ) : (
        <Refused {...props} dialog={dialog} />
      );
    default:
      return <Attach {...props} dialog={dialog} />;
  }
}

function useOpening({ onOpen }: CodeDialogsProps) {
  return (customerUid: string, options?: { askService: boolean }) => {
    closeCodeDialog();
    onOpen(customerUid, options);
  };
}

function Known({ dialog: { customer }, ...props }: StepProps<'known'>) {
  const { t } = useTranslation();
  const open = useOpening(props);
  return (
    <Dialog
      title={t('codes.known', { name: customer.displayName })}
      onClose={closeCodeDialog}
      actions={
        <>
          <Button keys="Esc" onClick={closeCodeDialog}>
            {t('codes.stay')}
          </Button>
          <Button look="primary" keys="↵" ref={focusAtStart} onClick={() => open(customer.customerUid)}>
            {t('codes.open')}
          </Button>
        </>
      }
    >
      <CustomerRow customer={customer} />
      <p className="pt-3 text-soft">
        {t(props.unsaved === null ? 'codes.leaves' : `codes.keeps.${props.unsaved}`)}
      </p>
    </Dialog>
  );
}

function Replaced({ dialog: { replaced }, ...props }: StepProps<'replaced'>) {
  const { t } = useTranslation();
  const open = useOpening(props);
  const { customer, code, by, replacedAt } = replaced;
  const { registering, onRegister } = props;
  return (
    <Dialog
      title={t('codes.replacedTitle')}
      width="medium"
      onClose={closeCodeDialog}
      actions={
        <>
          <Button
            icon={registering ? UserRoundPlus : Replace}
            onClick={() => {
              if (!registering) giveAway(replaced, props.openCustomer);
              else {
                closeCodeDialog();
                onRegister(code, true);
              }
            }}
            className="mr-auto"
          >
            {registering ? t('codes.useForNew') : t('codes.giveAway')}
          </Button>
          <Button keys="Esc" onClick={closeCodeDialog}>
            {t('common.close')}
          </Button>
          <Button look="primary" keys="↵" ref={focusAtStart} onClick={() => open(customer.customerUid)}>
            {t('codes.open')}
          </Button>
        </>
      }
    >
      <ScannedCode code={code} isReplaced />
      <p className="pt-3 pb-4">
        {by === null
          ? t('codes.wasOfElsewhere', { name: customer.displayName, at: formatMoment(replacedAt) })
          : t('codes.wasOf', {
              name: customer.displayName,
              at: formatMoment(replacedAt),
              by: whoWords(t, by),
            })}
      </p>
      <CustomerRow customer={customer} />
      <p className="pt-3 text-soft">
        {customer.loyaltyId
          ? t('codes.cardToday', { code: displayLoyaltyId(customer.loyaltyId) })
          : t('codes.noCardToday')}
      </p>
      {props.unsaved !== null && <p className="pt-2 text-soft">{t(`codes.keeps.${props.unsaved}`)}</p>}
    </Dialog>
  );
}

function Several({ dialog: { code, customers }, ...props }: StepProps<'several'>) {
  const { t } = useTranslation();
  const open = useOpening(props);
  return (
    <Dialog title={t('codes.several', { count: customers.length })} width="medium" onClose={closeCodeDialog}>
      <ScannedCode code={code} />
      <ul className="pt-3">
        {customers.map((customer, at) => (
          <li key={customer.customerUid}>
            <button
              type="button"
              ref={at === 0 ? focusAtStart : undefined}
              onClick={() => open(customer.customerUid)}
              className="w-full rounded-xl px-3 text-left hover:bg-hover"
            >
              <CustomerRow customer={customer} end={<ArrowRight aria-hidden="true" size={20} />} />
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Refused({ dialog: { code, refusal } }: StepProps<'unknown'>) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('codes.unknown')}
      onClose={closeCodeDialog}
      actions={
        <Button look="primary" keys="Esc" ref={focusAtStart} onClick={closeCodeDialog}>
          {t('common.close')}
        </Button>
      }
    >
      <ScannedCode code={code} />
      {refusal !== null && <p className="pt-3 text-soft">{t(`codes.refusal.${refusal}`)}</p>}
    </Dialog>
  );
}

function Unknown({ dialog, ...props }: StepProps<'unknown'>) {
  const { t } = useTranslation();
  const open = useOpening(props);
  const { code, former } = dialog;
  const register = () => {
    closeCodeDialog();
    props.onRegister(code, former !== null);
  };
  return (
    <Dialog
      title={former === null ? t('codes.unknown') : t('codes.giveAwayTitle')}
      width="medium"
      onClose={closeCodeDialog}
      onKeyDown={(event) => {
        if (event.key !== 'F2') return;
        event.preventDefault();
        register();
      }}
      actions={
        <>
          <Button keys="Esc" onClick={closeCodeDialog} className="mr-auto">
            {t('common.close')}
          </Button>
          <Button icon={UserRoundPlus} keys="F2" onClick={register}>
            {props.unfinished ? t('codes.continueWith') : t('codes.registerWith')}
          </Button>
        </>
      }
    >
      <ScannedCode code={code} />
      {former !== null && (
        <p className="pt-2 text-soft">{t('codes.wasOfShort', { name: former.displayName })}</p>
      )}
      {former === null && looksLikeArticle(code) && (
        <Notice tone="warn" title={t('codes.article')} className="mt-3">
          {t('codes.articleWords')}
        </Notice>
      )}
      {former === null && (
        <Elsewhere
          dialog={dialog}
          incomplete={props.incomplete}
          onOpen={(customerUid) => open(customerUid, { askService: true })}
        />
      )}
      <OwnerSearch dialog={dialog} />
    </Dialog>
  );
}

interface ElsewhereProps {
  readonly dialog: StepProps<'unknown'>['dialog'];
  readonly incomplete: string;
  readonly onOpen: (customerUid: string) => void;
}

/** What there is to know beyond this till; its room is always kept, so that nothing moves under a finger. */
function Elsewhere({ dialog: { asking, owner }, incomplete, onOpen }: ElsewhereProps) {
  const { t } = useTranslation();
  return (
    <div className="flex min-h-17 items-center pt-2">
      {owner !== null ? (
        <Notice
          live
          tone="good"
          title={t('codes.ownerKnown', { name: owner.displayName })}
          className="w-full py-1.5!"
          actions={
            <Button look="primary" icon={CloudDownload} onClick={() => onOpen(owner.customerUid)}>
              {t('codes.open')}
            </Button>
          }
        />
      ) : (
        <output className="flex items-center gap-2 text-sm text-soft">
          {asking && <Spinner size={16} />}
          {asking ? t('codes.askingService') : incomplete || t('codes.whatNow')}
        </output>
      )}
    </div>
  );
}

function Attach({ dialog: { customer, from, busy, error }, onAttached }: StepProps<'attach'>) {
  const { t } = useTranslation();
  const attach = async () => {
    const owner = await attachCode();
    if (owner) onAttached(owner, from.code);
  };
  return (
    <Dialog
      title={t('codes.attachTitle', { name: customer.displayName })}
      width="medium"
      onClose={closeCodeDialog}
      actions={
        <>
          <Button icon={ArrowLeft} onClick={chooseAnotherOwner} className="mr-auto">
            {t('codes.another')}
          </Button>
          <Button
            look="primary"
            icon={IdCard}
            keys="↵"
            ref={focusAtStart}
            busy={busy}
            onClick={() => void attach()}
          >
            {customer.loyaltyId ? t('codes.replaceCard') : t('codes.attach')}
          </Button>
        </>
      }
    >
      {error && <ErrorNotice error={error} className="mb-4" />}
      <CustomerRow customer={customer} />
      <ScannedCode code={from.code} />
      {customer.loyaltyId ? (
        <Notice
          tone="warn"
          title={t('codes.replaces', { code: displayLoyaltyId(customer.loyaltyId) })}
          className="mt-4"
        >
          {t('codes.replacesWords')}
        </Notice>
      ) : (
        <p className="pt-4 text-soft">{t('codes.attachWords')}</p>
      )}
      {from.former !== null && (
        <p className="pt-3 text-soft">
          {t('codes.takesFrom', { name: from.former.displayName, to: customer.displayName })}
        </p>
      )}
    </Dialog>
  );
}
