import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '#shared/customer/model';
import type { CustomerField } from '#shared/sync/customer-field';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { displayName } from '../../ui/display-name.ts';
import { fieldLabel } from '../../ui/field-label.ts';
import { Notice } from '../../ui/notice.tsx';
import { compareFields, type ComparedField } from './merge-fields.ts';
import { chooseField, swapMerge, useMerge } from './merge-store.ts';

interface Two {
  readonly stays: Customer;
  readonly goes: Customer;
}

/** Field by field: what the customer that is left will have, for a person to choose; and what else happens. */
export function MergePreview({ stays, goes, held }: Two & { held: readonly CustomerField[] }) {
  const { t } = useTranslation();
  const take = useMerge((state) => state.take);
  const rows = compareFields(t, stays, goes);
  const same = rows.filter(({ isSame }) => isSame);
  const names = { stays: displayName(stays), goes: displayName(goes) };
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3 pb-2">
        <p className="min-w-0 flex-1 basis-80 text-soft">{t('merge.choose')}</p>
        <Button onClick={swapMerge}>{t('merge.swap')}</Button>
      </div>
      <table className="w-full table-fixed border-collapse text-left">
        <Heads stays={names.stays} goes={names.goes} />
        <tbody>
          {rows
            .filter(({ isSame }) => !isSame)
            .map((row) => (
              <FieldRow
                key={row.field}
                row={row}
                taken={take.includes(row.field)}
                canTake={held.includes(row.field) && row.goes !== ''}
              />
            ))}
        </tbody>
      </table>
      {same.length > 0 && (
        <p className="pt-3 text-sm text-soft">
          {t('merge.same', { fields: same.map(({ field }) => fieldLabel(t, field)).join(', ') })}
        </p>
      )}
      <Notice tone="warn" title={t('merge.effectTitle')} className="mt-5">
        <ul className="flex list-disc flex-col gap-1 pl-4">
          <li>{t('merge.effect', names)}</li>
          {take.length > 0 && (
            <li>
              {t('merge.effectTake', {
                ...names,
                fields: take.map((field) => fieldLabel(t, field)).join(', '),
              })}
            </li>
          )}
          {stays.loyaltyId && goes.loyaltyId && <li>{t('merge.effectCards', names)}</li>}
          <li>{t('merge.effectKept')}</li>
        </ul>
      </Notice>
    </>
  );
}

function FieldRow({ row, taken, canTake }: { row: ComparedField; taken: boolean; canTake: boolean }) {
  const { t } = useTranslation();
  const { field, stays, goes } = row;
  const group = useId();
  const label = fieldLabel(t, field);
  const sides = [
    { words: stays, isChosen: !taken, canChoose: true, choose: false },
    { words: goes, isChosen: taken, canChoose: canTake, choose: true },
  ] as const;
  return (
    <tr className="border-b border-line/60 align-top">
      <th scope="row" className="py-3.5 pr-3 text-sm leading-6 font-normal wrap-anywhere text-soft">
        {label}
      </th>
      {sides.map(({ words, isChosen, canChoose, choose }) => (
        <td key={String(choose)} className="py-1 pr-2">
          <label
            className={classNames(
              'flex min-h-11 items-start gap-2.5 rounded-lg px-2.5 py-2.5 has-focus-visible:outline-3 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent',
              isChosen ? 'bg-accent-tint' : canChoose && 'cursor-pointer hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={group}
              aria-label={`${label}: ${words || t('merge.empty')}`}
              checked={isChosen}
              disabled={!canChoose}
              onChange={() => chooseField(field, choose)}
              className="mt-1 size-4 shrink-0 accent-accent outline-none"
            />
            <span
              className={classNames(
                'tabular min-w-0 break-words whitespace-pre-line',
                isChosen ? 'font-medium' : 'text-soft',
              )}
            >
              {words || t('merge.empty')}
            </span>
          </label>
        </td>
      ))}
    </tr>
  );
}

function Heads({ stays, goes }: { stays: string; goes: string }) {
  const { t } = useTranslation();
  return (
    <thead>
      <tr className="border-b border-line align-bottom">
        <th scope="col" className="w-32 pb-2">
          <span className="sr-only">{t('merge.field')}</span>
        </th>
        <th scope="col" className="pr-4 pb-2 pl-2.5">
          <span className="block text-sm font-medium text-accent">{t('merge.stays')}</span>
          <span className="block text-lg leading-6 font-semibold break-words">{stays}</span>
        </th>
        <th scope="col" className="pb-2 pl-2.5">
          <span className="block text-sm font-medium text-danger">{t('merge.goes')}</span>
          <span className="block text-lg leading-6 font-semibold break-words">{goes}</span>
        </th>
      </tr>
    </thead>
  );
}

/** Two customers as they were, to be read. */
export function TwoAsTheyWere({ stays, goes }: Two) {
  const { t } = useTranslation();
  return (
    <table className="w-full table-fixed border-collapse text-left">
      <Heads stays={displayName(stays)} goes={displayName(goes)} />
      <tbody>
        {compareFields(t, stays, goes).map((row) => (
          <tr key={row.field} className="border-b border-line/60 align-top">
            <th scope="row" className="py-2 pr-3 text-sm font-normal wrap-anywhere text-soft">
              {fieldLabel(t, row.field)}
            </th>
            <td className="selectable tabular py-2 pr-3 pl-2.5 break-words">{row.stays || '—'}</td>
            <td className="selectable tabular py-2 pl-2.5 break-words">{row.goes || '—'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
