import { Equal, EqualApproximately, GitMerge, Split } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DuplicatePair } from '#shared/contract/values';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import { formatPhone } from '#shared/customer/format-phone';
import { Button } from '../../ui/button.tsx';
import { CustomerTypeIcon } from '../../ui/customer-type-icon.tsx';
import { classNames } from '../../ui/class-names.ts';
import { formatDay } from '../../ui/format.ts';

type Side = DuplicatePair['customers'][number];
type Agreement = DuplicatePair['reasons'][number]['how'];

interface PairCardProps {
  readonly pair: DuplicatePair;
  readonly busy: boolean;
  /** Why the two cannot be merged here; undefined when they can. */
  readonly mergeUnavailable: string | undefined;
  readonly onOpen: (customerUid: string) => void;
  readonly onMerge: (staysUid: string, goesUid: string) => void;
  readonly onDismiss: () => void;
}

/** Two customers side by side, with what agrees marked between them. */
export function PairCard({ pair, busy, mergeUnavailable, onOpen, onMerge, onDismiss }: PairCardProps) {
  const { t } = useTranslation();
  const [one, other] = pair.customers;
  return (
    <article
      aria-label={t('pairs.pair', { one: one.displayName, other: other.displayName })}
      className="rounded-xl border border-line bg-surface px-4 pt-3 pb-4"
    >
      <header className="flex items-center justify-between gap-4">
        <p className="tabular font-semibold text-soft">
          {t('duplicates.probability', { percent: percentOf(pair.probability) })}
        </p>
        <Button look="quiet" icon={Split} busy={busy} onClick={onDismiss} className="-mr-3">
          {t('pairs.dismiss')}
        </Button>
      </header>
      <table className="w-full table-fixed border-collapse text-left">
        <thead>
          <tr className="border-b border-line align-bottom">
            <th scope="col" className="w-32">
              <span className="sr-only">{t('merge.field')}</span>
            </th>
            <th scope="col">
              <NameButton side={one} onOpen={onOpen} />
            </th>
            <th scope="col" className="w-12 pb-2 text-center">
              <span className="sr-only">{t('pairs.agreement')}</span>
              <AgreementMark how={agreementOf(pair, 'name', 'company')} />
            </th>
            <th scope="col">
              <NameButton side={other} onOpen={onOpen} />
            </th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(pair).map(({ label, left, right, how }) => (
            <tr key={label} className="border-b border-line/60 align-top">
              <th scope="row" className="py-1.5 text-sm font-normal text-soft">
                {t(label)}
              </th>
              <Value text={left} how={how} />
              <td className="py-1.5 text-center">
                <AgreementMark how={how} />
              </td>
              <Value text={right} how={how} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">
              <span className="sr-only">{t('pairs.merge')}</span>
            </th>
            <td colSpan={2} className="pt-3">
              <KeepButton
                side={one}
                unavailable={mergeUnavailable}
                onKeep={() => onMerge(one.customerUid, other.customerUid)}
              />
            </td>
            <td className="pt-3">
              <KeepButton
                side={other}
                unavailable={mergeUnavailable}
                onKeep={() => onMerge(other.customerUid, one.customerUid)}
              />
            </td>
          </tr>
        </tfoot>
      </table>
    </article>
  );
}

function NameButton({ side, onOpen }: { side: Side; onOpen: (customerUid: string) => void }) {
  return (
    <button
      type="button"
      onClick={() => onOpen(side.customerUid)}
      className="-ml-2 flex min-h-11 w-full items-center gap-2 rounded-lg px-2 text-left text-lg leading-6 font-semibold tracking-tight hover:bg-hover"
    >
      <span className="shrink-0 text-soft">
        <CustomerTypeIcon type={side.customerType} size={20} />
      </span>
      <span className="min-w-0 py-1 break-words">{side.displayName}</span>
    </button>
  );
}

function KeepButton({
  side,
  unavailable,
  onKeep,
}: {
  side: Side;
  unavailable: string | undefined;
  onKeep: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Button
      icon={GitMerge}
      disabled={unavailable !== undefined}
      title={unavailable}
      aria-label={t('pairs.keepNamed', { name: side.displayName })}
      onClick={onKeep}
    >
      {t('pairs.keep')}
    </Button>
  );
}

function Value({ text, how }: { text: string; how: Agreement | undefined }) {
  return (
    <td
      className={classNames(
        'tabular selectable py-1.5 break-words',
        how === undefined ? 'text-soft' : 'font-medium',
      )}
    >
      {text || '—'}
    </td>
  );
}

function AgreementMark({ how }: { how: Agreement | undefined }) {
  const { t } = useTranslation();
  if (how === undefined) return null;
  const Icon = how === 'same' ? Equal : EqualApproximately;
  return (
    <>
      <Icon
        aria-hidden="true"
        size={22}
        className={classNames('inline', how === 'same' ? 'text-accent' : 'text-soft')}
      />
      <span className="sr-only">{t(`pairs.how.${how}`)}</span>
    </>
  );
}

interface Row {
  readonly label: Label;
  readonly left: string;
  readonly right: string;
  readonly how: Agreement | undefined;
}

/** How the fields agree in which this may have been found; the weaker of several. */
function agreementOf({ reasons }: DuplicatePair, ...fields: readonly string[]): Agreement | undefined {
  const found = reasons.filter(({ field }) => fields.includes(field)).map(({ how }) => how);
  return found.includes('similar') ? 'similar' : found[0];
}

type Label =
  | 'fields.mobile'
  | 'fields.email'
  | 'fields.address'
  | 'pairs.place'
  | 'fields.vatNumber'
  | 'fields.loyaltyId'
  | 'fields.externalId'
  | 'pairs.since';

/** What a person compares, in that order; what neither has is left out. */
function rowsOf(pair: DuplicatePair): Row[] {
  const row = (
    label: Label,
    how: Agreement | undefined,
    valueOf: (side: Side) => string | undefined,
  ): Row => ({
    label,
    left: valueOf(pair.customers[0]) ?? '',
    right: valueOf(pair.customers[1]) ?? '',
    how,
  });
  return [
    row('fields.mobile', agreementOf(pair, 'mobile'), ({ mobile }) => mobile && formatPhone(mobile)),
    row('fields.email', agreementOf(pair, 'email'), ({ email }) => email),
    row('fields.address', agreementOf(pair, 'address'), ({ address }) => address),
    row('pairs.place', agreementOf(pair, 'postalCode', 'city'), ({ postalCode, city }) =>
      [postalCode, city].filter(Boolean).join(' '),
    ),
    row('fields.vatNumber', agreementOf(pair, 'vatNumber'), ({ vatNumber }) => vatNumber),
    row(
      'fields.loyaltyId',
      agreementOf(pair, 'loyaltyId'),
      ({ loyaltyId }) => loyaltyId && displayLoyaltyId(loyaltyId),
    ),
    row('fields.externalId', agreementOf(pair, 'externalId'), ({ externalId }) => externalId),
    row('pairs.since', undefined, ({ createdAt }) => createdAt && formatDay(createdAt)),
  ].filter(({ left, right }) => left !== '' || right !== '');
}

/** Never 100: only a person can be certain. */
function percentOf(probability: number): number {
  return Math.min(99, Math.round(probability * 100));
}
