import { useEffect, useRef, useState, type RefObject } from 'react';

/** Rows drawn beyond either edge, so that a quick scroll does not show an empty list. */
const spare = 6;

interface RowWindow {
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Rows to draw: [first, last]; last is -1 for an empty list. */
  readonly first: number;
  readonly last: number;
  /** CSS lengths: of the whole list, and of what lies above the first row drawn. */
  readonly height: string;
  readonly offset: string;
  readonly scrollToRow: (index: number) => void;
}

/**
 * Which rows of a long list are worth drawing: those in sight and a few more.
 * All rows have one height, given in rem, so the scroll bar tells the truth
 * about rows nobody has fetched yet.
 */
export function useRowWindow(count: number, rowRem: number): RowWindow {
  const scroller = useRef<HTMLDivElement>(null);
  const [inSight, setInSight] = useState<readonly [number, number]>([0, 20]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = () => {
      const rowPx = rowRem * remInPx();
      const top = Math.floor(element.scrollTop / rowPx);
      const bottom = Math.ceil((element.scrollTop + element.clientHeight) / rowPx);
      setInSight((before) => (before[0] === top && before[1] === bottom ? before : [top, bottom]));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [rowRem]);

  const first = Math.max(0, Math.min(inSight[0] - spare, count - 1));
  const last = Math.min(count - 1, inSight[1] + spare);
  return {
    scroller,
    first,
    last,
    height: `${count * rowRem}rem`,
    offset: `${first * rowRem}rem`,
    scrollToRow(index) {
      const element = scroller.current;
      if (!element) return;
      const rowPx = rowRem * remInPx();
      const top = index * rowPx;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (top + rowPx > element.scrollTop + element.clientHeight) {
        element.scrollTop = top + rowPx - element.clientHeight;
      }
    },
  };
}

function remInPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
