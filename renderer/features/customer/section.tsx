import type { ReactNode } from 'react';
import { classNames } from '../../ui/class-names.ts';

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
            <FactRow key={fact.label} label={fact.label}>
              {fact.value}
            </FactRow>
          ),
      )}
    </dl>
  );
}

interface FactRowProps {
  readonly label: string;
  /** What stands there has the whole line, and says itself what it is. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** One line of a list of names and values. */
export function FactRow({ label, isWide = false, children }: FactRowProps) {
  return (
    <div className="flex gap-4 border-b border-line/60 py-2.5 last:border-b-0">
      <dt
        className={classNames(
          isWide ? 'sr-only' : 'w-34 shrink-0',
          'text-sm leading-6 wrap-anywhere text-soft',
        )}
      >
        {label}
      </dt>
      <dd className="selectable tabular min-w-0 flex-1 font-medium break-words">{children}</dd>
    </div>
  );
}

/** A fact, unless there is nothing to say. */
export function fact(label: string, value: ReactNode): Fact | undefined {
  return value === undefined || value === null || value === '' || value === false || value === 0
    ? undefined
    : { label, value };
}
