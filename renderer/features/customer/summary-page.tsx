import { createPortal } from 'react-dom';
import type { Summary, SummarySection } from './summary.ts';

/** The summary as it is read on the screen. */
export function SummaryPage({ summary }: { summary: Summary }) {
  return (
    <div className="selectable">
      <h3 className="text-xl font-semibold">{summary.title}</h3>
      <p className="pb-2 text-sm">{summary.source}</p>
      {summary.sections.map((section) => (
        <SectionOf key={section.title} section={section} />
      ))}
    </div>
  );
}

/** The same beside the window, which is all that a printer gets to see. */
export function PrintedSummary({ summary }: { summary: Summary }) {
  return createPortal(
    <div className="print-page">
      <SummaryPage summary={summary} />
    </div>,
    document.body,
  );
}

function SectionOf({ section: { title, facts, table } }: { section: SummarySection }) {
  return (
    <section className="pt-5">
      <h4 className="border-b border-current pb-1 font-semibold">{title}</h4>
      {facts && (
        <dl>
          {facts.map(([label, words]) => (
            <div key={label} className="flex gap-4 py-1">
              <dt className="w-44 shrink-0 text-sm leading-6">{label}</dt>
              <dd className="min-w-0 flex-1 font-medium break-words whitespace-pre-line">{words}</dd>
            </div>
          ))}
        </dl>
      )}
      {table && (
        <table className="w-full border-collapse text-left text-sm">
          <thead>
            <tr>
              {table.heads.map((head) => (
                <th key={head} scope="col" className="py-1 pr-3 align-bottom font-medium">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, at) => (
              // Rows never move: the summary is made once.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={at} className="break-inside-avoid">
                {row.map((cell, column) => (
                  // oxlint-disable-next-line react/no-array-index-key
                  <td key={column} className="tabular py-1 pr-3 align-top break-words">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
