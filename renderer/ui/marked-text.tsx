import { Fragment } from 'react';

/** [start, end) in UTF-16 units, as the core hands them out. */
type Range = readonly [start: number, end: number];

/** Text with its matched parts marked. */
export function MarkedText({ text, ranges }: { text: string; ranges: readonly Range[] }) {
  const marks = withoutOverlaps(ranges);
  return (
    <>
      {marks.map(([start, end], index) => (
        <Fragment key={start}>
          {text.slice(marks[index - 1]?.[1] ?? 0, start)}
          <mark className="rounded-[3px] bg-mark text-inherit">{text.slice(start, end)}</mark>
        </Fragment>
      ))}
      {text.slice(marks.at(-1)?.[1] ?? 0)}
    </>
  );
}

function withoutOverlaps(ranges: readonly Range[]): Range[] {
  const marks: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (range[0] >= (marks.at(-1)?.[1] ?? 0) && range[1] > range[0]) marks.push(range);
  }
  return marks;
}
