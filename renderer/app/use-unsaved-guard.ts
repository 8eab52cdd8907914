import { useEffect } from 'react';
import { hasUnsaved } from '../bridge/private-store.ts';

/**
 * A browser asks before it closes or reloads a page with something typed and
 * not saved. The desktop's window would refuse to close without a word, so
 * there it stays as it is.
 */
export function useUnsavedGuard(): void {
  useEffect(() => {
    if (window.till) return undefined;
    const ask = (event: BeforeUnloadEvent) => {
      if (hasUnsaved()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
}
