import { useEffect, useState } from 'react';

const tickMs = 15_000;

/** The time, for ages in words: read anew every quarter of a minute. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
