import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Hit, Match } from '#shared/contract/values';
import { formatPhone } from '#shared/customer/format-phone';
import type { TellingField } from '#shared/customer/tell-apart';
import { formatDay } from '../../ui/format.ts';
import { CustomerTypeIcon } from '../../ui/customer-type-icon.tsx';
import { MarkedText } from '../../ui/marked-text.tsx';
import { SyncBadge } from '../../ui/sync-badge.tsx';
import { matchOf, unplacedMatch, whyWords, withGroupedDigits } from './why.ts';

interface HitRowProps {
  readonly hit: Hit;
  readonly fromService: boolean;
  /** What tells it from another row that looks the same. */
  readonly toldBy: TellingField | undefined;
}

/** One hit: who, where, which number, and why it is in the list. Its height never changes. */
export const HitRow = memo(function HitRow({ hit, fromService, toldBy }: HitRowProps) {
  const { t } = useTranslation();
  const company = hit.companyName !== hit.displayName && hit.companyName;
  return (
    <>
      <span className="flex size-10 shrink-0 items-center justify-center rounded-full bg-sunken text-soft">
        <CustomerTypeIcon type={hit.customerType} />
        <span className="sr-only">{t(`customerType.${hit.customerType}`)}</span>
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-3">
          <span className="name-line min-w-0 flex-1 truncate text-lg font-semibold tracking-tight">
            <Marked text={hit.displayName} match={matchOf(hit, 'name') ?? matchOf(hit, 'company')} />
            {company && (
              <span className="font-normal text-soft">
                {' · '}
                <Marked text={company} match={matchOf(hit, 'company')} />
              </span>
            )}
          </span>
          <span className="max-w-[42%] shrink-0 truncate text-xs text-faint">{whyWords(t, hit)}</span>
        </span>
        <span className="flex h-6 items-center gap-3 text-sm text-soft">
          <span className="tabular min-w-0 flex-1 truncate">
            {toldBy && <Telling hit={hit} field={toldBy} />}
            <Where hit={hit} />
          </span>
          <SyncBadge state={hit.state} compact />
          {fromService && (
            <span className="rounded-full bg-accent-tint px-2 text-xs leading-6 font-semibold text-accent">
              {t('lookup.fromService')}
            </span>
          )}
        </span>
      </span>
    </>
  );
});

/** "customer since 2 Apr 2019 · ": first in its line, so that it is never cut off. */
function Telling({ hit, field }: { hit: Hit; field: TellingField }) {
  const { t } = useTranslation();
  const value = hit[field];
  if (value === undefined) return null;
  return (
    <>
      <span className="font-medium text-ink">
        {field === 'createdAt' ? t('lookup.customerSince', { day: formatDay(value) }) : value}
      </span>
      {' · '}
    </>
  );
}

/** "5003 Bergen · +47 412 34 567"; what matched and has no other place comes first, so that it is never cut off. */
function Where({ hit }: { hit: Hit }) {
  const match = matchOf(hit, 'mobile') ?? unplacedMatch(hit);
  const matched = match && withGroupedDigits(match);
  const reach = hit.mobile ? formatPhone(hit.mobile) : (hit.email ?? hit.address);
  const place = (hit.postalCode ?? hit.city) && (
    <>
      {hit.postalCode && <Marked text={hit.postalCode} match={matchOf(hit, 'postalCode')} />}
      {hit.postalCode && hit.city && ' '}
      {hit.city && <Marked text={hit.city} match={matchOf(hit, 'city')} />}
    </>
  );
  if (matched) {
    return (
      <>
        <MarkedText text={matched.text} ranges={matched.ranges} />
        {place && <> · {place}</>}
      </>
    );
  }
  return (
    <>
      {place}
      {place && reach && ' · '}
      {reach}
    </>
  );
}

/** A match's ranges belong to the text that matched; it may be a part of what is shown. */
function Marked({ text, match }: { text: string; match: Match | undefined }) {
  const offset = match ? text.indexOf(match.text) : -1;
  if (!match || offset === -1) return text;
  const ranges = match.ranges.map(([start, end]) => [start + offset, end + offset] as const);
  return <MarkedText text={text} ranges={ranges} />;
}
