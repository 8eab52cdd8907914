import { useTranslation } from 'react-i18next';
import type { Health } from '#shared/health/health';
import { formatCount, formatMilliseconds, formatMoment } from '../../ui/format.ts';

/** Operations that took longer, or went wrong more often, are of more interest; further ones of none. */
const shownOperations = 12;

/** How long operations took since the till was started, which were slow, and what went wrong. By their own names: for IT. */
export function Speed({ usage }: { usage: Health['usage'] }) {
  const { t } = useTranslation();
  const operations = usage.operations
    .toSorted((left, right) => right.slow - left.slow || (right.p95Ms ?? 0) - (left.p95Ms ?? 0))
    .slice(0, shownOperations);
  return (
    <>
      <section aria-labelledby="health-speed">
        <h3 id="health-speed" className="pb-1 text-lg font-semibold">
          {t('health.speed')}
        </h3>
        <p className="pb-2 text-sm text-soft">{t('health.speedWords')}</p>
        <table className="w-full table-fixed border-collapse text-left text-sm">
          <thead>
            <tr className="border-b border-line text-faint">
              <th scope="col" className="w-2/5 py-2 pr-3 font-medium">
                {t('health.operation')}
              </th>
              {(['count', 'half', 'most', 'longest', 'slow', 'failed'] as const).map((column) => (
                <th key={column} scope="col" className="py-2 pl-2 text-right font-medium wrap-anywhere">
                  {t(`health.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {operations.map(({ operation, count, failed, slow, p50Ms, p95Ms, maxMs }) => (
              <tr key={operation} className="border-b border-line/60">
                <th
                  scope="row"
                  className="selectable py-1.5 pr-3 font-mono text-xs font-normal wrap-anywhere"
                >
                  {operation}
                </th>
                <Cell text={formatCount(count)} />
                <Cell text={formatMilliseconds(p50Ms ?? 0)} />
                <Cell text={formatMilliseconds(p95Ms ?? 0)} />
                <Cell text={formatMilliseconds(maxMs)} />
                <Cell text={formatCount(slow)} />
                <Cell text={formatCount(failed)} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <List
        id="health-slow"
        title={t('health.slowest')}
        nothing={t('health.noneSlow')}
        rows={usage.slowest.map(({ at, operation, ms }) => ({
          at,
          what: operation,
          much: formatMilliseconds(ms),
        }))}
      />
      <List
        id="health-events"
        title={t('health.events')}
        nothing={t('health.noEvents')}
        rows={usage.events.map(({ event, count, lastAt }) => ({
          at: lastAt,
          what: event,
          much: t('health.times', { count, formatted: formatCount(count) }),
        }))}
      />
    </>
  );
}

function Cell({ text }: { text: string }) {
  return <td className="selectable tabular py-1.5 pl-2 text-right">{text}</td>;
}

function List({
  id,
  title,
  nothing,
  rows,
}: {
  id: string;
  title: string;
  nothing: string;
  rows: readonly { readonly at: string; readonly what: string; readonly much: string }[];
}) {
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="pb-1 text-lg font-semibold">
        {title}
      </h3>
      {rows.length === 0 ? (
        <p className="text-soft">{nothing}</p>
      ) : (
        <ul className="text-sm">
          {rows.map(({ at, what, much }) => (
            <li
              key={`${at} ${what} ${much}`}
              className="tabular flex flex-wrap gap-x-4 border-b border-line/60 py-1.5"
            >
              <span className="text-soft">{formatMoment(at)}</span>
              <span className="selectable flex-1 font-mono text-xs leading-5 wrap-anywhere">{what}</span>
              <span>{much}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
