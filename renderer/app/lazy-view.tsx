import { useEffect, useState, type ComponentType } from 'react';
import { untilIdle } from '../ui/until-idle.ts';

const fetches: (() => Promise<void>)[] = [];

/**
 * A part of the window whose code is a file of its own, so that the window
 * starts without it. Once that is here the part is drawn at once, as any other
 * (React's own `lazy` shows nothing for a moment each first time).
 *
 * @param load brings the code; when that fails, drawing the part fails, and the next try asks again
 */
export function lazyView<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let View: ComponentType<Props> | undefined;
  const fetchCode = async () => {
    View ??= await load();
  };
  fetches.push(fetchCode);

  return function LazyView(props: Props) {
    const [, setIsHere] = useState(View !== undefined);
    const [failure, setFailure] = useState<Error | null>(null);

    useEffect(() => {
      let isShown = true;
      const fetchAndDraw = async () => {
        try {
          await fetchCode();
          if (isShown) setIsHere(true);
        } catch (cause) {
          if (isShown) setFailure(cause as Error);
        }
      };
      if (View === undefined) void fetchAndDraw();
      return () => {
        isShown = false;
      };
    }, []);

    if (failure) throw failure;
    return View && <View {...props} />;
  };
}

/** Brings the code of every part, one after the other in idle moments: opening one then waits for nothing. */
export async function fetchViewsWhenIdle(): Promise<void> {
  for (const fetchCode of fetches) {
    await untilIdle();
    try {
      await fetchCode();
    } catch {
      // Asked again, and said, when somebody opens the part.
      return;
    }
  }
}
