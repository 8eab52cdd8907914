import { useTranslation } from 'react-i18next';
import type { HealthSample, SampleSpan } from '#shared/health/health';
import { Choice } from '../../ui/choice.tsx';
import { formatCount, formatDay, formatMilliseconds, formatMoment, formatShare } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { showSpan, useHealth } from './store.ts';

const hourMs = 3_600_000;
const spans: Readonly<Record<SampleSpan, { readonly ms: number; readonly shown: number }>> = {
  hour: { ms: hourMs, shown: 48 },
  day: { ms: 24 * hourMs, shown: 60 },
};

/** What is drawn of each hour or day, and how its numbers are written. */
const charts = [
  { name: 'waiting', valueOf: ({ waiting }: HealthSample) => waiting, write: formatCount },
  { name: 'search', valueOf: ({ searchP95Ms }: HealthSample) => searchP95Ms, write: formatMilliseconds },
  {
    name: 'online',
    valueOf: ({ minutes, minutesOnline }: HealthSample) => minutesOnline / Math.max(1, minutes),
    write: formatShare,
  },
  {
    name: 'wrong',
    valueOf: ({ errors, warnings }: HealthSample) => errors + warnings,
    write: formatCount,
  },
] as const;

/** How the till did lately: four small charts, and the same as a table for those who want the numbers. */
export function Charts() {
  const { t } = useTranslation();
  const { span, samples } = useHealth();
  const nowMs = useNow();
  const { ms, shown } = spans[span];
  const endMs = Math.floor(nowMs / ms) * ms;
  const slots = Array.from({ length: shown }, (_, index) => {
    const at = new Date(endMs - (shown - 1 - index) * ms).toISOString();
    return { at, sample: samples.find((one) => one.at === at) };
  });
  const write = (at: string) => (span === 'day' ? formatDay(at) : formatMoment(at));
  return (
    <section aria-labelledby="health-history" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h3 id="health-history" className="text-lg font-semibold">
          {t('health.history')}
        </h3>
        <Choice
          label={t('health.history')}
          value={span}
          onChange={(chosen) => void showSpan(chosen)}
          options={(['hour', 'day'] as const).map((value) => ({ value, label: t(`health.span.${value}`) }))}
        />
      </div>
      <div className="grid grid-cols-2 gap-3 small:grid-cols-1">
        {charts.map((chart) => (
          <Chart
            key={chart.name}
            title={t(`health.chart.${chart.name}`)}
            bars={slots.map(({ at, sample }) => ({
              at,
              value: sample === undefined ? null : chart.valueOf(sample),
            }))}
            write={chart.write}
            writeTime={write}
          />
        ))}
      </div>
      <details>
        <summary className="cursor-pointer py-2.5 text-soft hover:text-ink">{t('health.asTable')}</summary>
        <table className="w-full table-fixed border-collapse text-left text-sm">
          <thead>
            <tr className="border-b border-line text-faint">
              <th scope="col" className="py-2 pr-3 font-medium">
                {t(`health.span.${span}`)}
              </th>
              {charts.map(({ name }) => (
                <th key={name} scope="col" className="py-2 pr-3 font-medium wrap-anywhere">
                  {t(`health.chart.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {slots
              .flatMap(({ sample }) => sample ?? [])
              .reverse()
              .map((sample) => (
                <tr key={sample.at} className="border-b border-line/60">
                  <th scope="row" className="tabular py-1.5 pr-3 font-normal">
                    {write(sample.at)}
                  </th>
                  {charts.map(({ name, valueOf, write: writeValue }) => {
                    const value = valueOf(sample);
                    return (
                      <td key={name} className="selectable tabular py-1.5 pr-3">
                        {value === null ? '–' : writeValue(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

const barWidth = 4;
const height = 40;

interface ChartProps {
  readonly title: string;
  /** Oldest first; null: nothing is known of that time. */
  readonly bars: readonly { readonly at: string; readonly value: number | null }[];
  readonly write: (value: number) => string;
  readonly writeTime: (at: string) => string;
}

/** One bar for each hour or day. What it shows is said above it in words, and below in the table. */
function Chart({ title, bars, write, writeTime }: ChartProps) {
  const { t } = useTranslation();
  const known = bars.flatMap(({ value }) => value ?? []);
  const most = Math.max(0, ...known);
  const newest = known.at(-1);
  const summary =
    newest === undefined
      ? t('health.chartEmpty')
      : t('health.chartSummary', { newest: write(newest), most: write(most) });
  return (
    <figure className="rounded-xl border border-line px-4 pt-3 pb-2">
      <figcaption className="pb-2">
        <span className="block font-medium">{title}</span>
        <span className="tabular block text-sm text-soft">{summary}</span>
      </figcaption>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${bars.length * barWidth} ${height}`}
        preserveAspectRatio="none"
        className="block h-14 w-full border-b border-field text-accent"
      >
        {bars.map(({ at, value }, index) => {
          if (value === null || value === 0 || most === 0) return null;
          const barHeight = Math.max(1.5, (value / most) * height);
          return (
            <rect
              key={at}
              x={index * barWidth}
              y={height - barHeight}
              width={barWidth - 1}
              height={barHeight}
              className="fill-current"
            />
          );
        })}
      </svg>
      <p aria-hidden="true" className="tabular flex justify-between pt-1 text-xs text-faint">
        <span>{writeTime(bars[0]?.at ?? '')}</span>
        <span>{t('age.now')}</span>
      </p>
    </figure>
  );
}
