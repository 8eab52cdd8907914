import type { ReactNode } from 'react';

/** One part of the customer's page. Parts without content are not shown. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-6 break-inside-avoid">
      <h2 className="border-b border-line pb-1.5 text-sm font-semibold text-faint">{title}</h2>
      {children}
    </section>
  );
}

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

/** Names and values, like the ruled lines of a book; what is empty takes no line. */
export function Facts({ facts }: { facts: readonly (Fact | false | undefined | '' | null)[] }) {
  return (
    <dl>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact.label} className="flex gap-4 border-b border-line/60 py-1.5 last:border-b-0">
              <dt className="w-34 shrink-0 text-sm leading-6 wrap-anywhere text-soft">{fact.label}</dt>
              <dd className="selectable tabular min-w-0 flex-1 font-medium break-words">{fact.value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** A fact, unless there is nothing to say. */
export function fact(label: string, value: ReactNode): Fact | undefined {
  return value === undefined || value === null || value === '' || value === false || value === 0
    ? undefined
    : { label, value };
}
