import type { ReactNode } from 'react';

/** A long text in a dialog, with nothing in it to press: it can be reached, and scrolled by keys. */
export function Reading({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    // Without a place for the focus, keys could not scroll it (WCAG 2.1.1).
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section tabIndex={0} aria-label={label} className={className}>
      {children}
    </section>
  );
}
