import { useTranslation } from 'react-i18next';
import type { Health } from '#shared/health/health';
import { formatAge, formatCount } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';

/** What waits at which kind of printer, in the order of the till's list. Whether it answers is asked where printers are set up. */
export function Printers({ printers }: { printers: Health['printers'] }) {
  const { t } = useTranslation();
  const nowMs = useNow();
  return (
    <section aria-labelledby="health-printers">
      <h3 id="health-printers" className="pb-1 text-lg font-semibold">
        {t('health.printers.title')}
      </h3>
      <table className="w-full table-fixed border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-line text-faint">
            <th scope="col" className="py-2 pr-3 font-medium wrap-anywhere">
              {t('printers.kind')}
            </th>
            <th scope="col" className="py-2 pr-3 font-medium wrap-anywhere">
              {t('health.printers.waiting')}
            </th>
            <th scope="col" className="py-2 pr-3 font-medium wrap-anywhere">
              {t('health.printers.trouble')}
            </th>
            <th scope="col" className="py-2 font-medium wrap-anywhere">
              {t('health.printers.last')}
            </th>
          </tr>
        </thead>
        <tbody>
          {printers.map(({ place, kind, waiting, inTrouble, lastPrintedAt }) => (
            <tr key={place} className="border-b border-line/60">
              <th scope="row" className="py-1.5 pr-3 font-normal wrap-anywhere">
                {t(`printers.kinds.${kind}`)}
              </th>
              <td className="tabular py-1.5 pr-3">{formatCount(waiting)}</td>
              <td
                className={
                  inTrouble > 0 ? 'tabular py-1.5 pr-3 font-medium text-warn' : 'tabular py-1.5 pr-3'
                }
              >
                {formatCount(inTrouble)}
              </td>
              <td className="tabular py-1.5">
                {lastPrintedAt === null ? '–' : formatAge(t, lastPrintedAt, nowMs)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
