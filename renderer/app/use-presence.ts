import { useEffect } from 'react';
import { till } from '../bridge/till.ts';
import { setLocking, useSession } from '../features/session/store.ts';
import { onScan } from '../scanner/scans.ts';

/** The core counts in minutes: it is told this often at most. */
const tellEveryMs = 15_000;
/** What only a person does. A mouse that lies on a trembling counter moves by itself. */
const signs = ['keydown', 'pointerdown', 'wheel'] as const;

/** Whatever the core was about to do, it knows that somebody is here when it has answered. */
async function touch(): Promise<void> {
  const answer = await till.session.touch({});
  if (answer.ok) setLocking(null);
}

/** Tells the core that somebody is at the till, so that it neither locks itself nor begins what would be in their way. */
export function usePresence(active: boolean): void {
  useEffect(() => {
    if (!active) return undefined;
    let toldMs = -Infinity;
    const tell = () => {
      // A till that says it is about to lock is told at once.
      const isLocking = useSession.getState().locksAtMs !== null;
      if (!isLocking && performance.now() - toldMs < tellEveryMs) return;
      toldMs = performance.now();
      void touch();
    };
    const stopScans = onScan(() => {
      tell();
      return false;
    });
    for (const sign of signs) window.addEventListener(sign, tell, { capture: true, passive: true });
    return () => {
      stopScans();
      for (const sign of signs) window.removeEventListener(sign, tell, { capture: true });
    };
  }, [active]);
}
