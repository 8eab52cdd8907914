import { useEffect, useState } from 'react';

/** Whole seconds until then, by the clock that never jumps; 0 when it is over, or null. */
export function useSecondsLeft(endMs: number | null): number {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    if (endMs === null) return undefined;
    const look = () => {
      setNowMs(performance.now());
      if (performance.now() >= endMs) clearInterval(timer);
    };
    const timer = setInterval(look, 250);
    look();
    return () => clearInterval(timer);
  }, [endMs]);
  return endMs === null ? 0 : Math.max(0, Math.ceil((endMs - nowMs) / 1000));
}
