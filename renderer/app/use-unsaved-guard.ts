import { useEffect } from 'react';
import { hasDesignDrafts, useCardDesigns } from '../features/card-designs/store.ts';
import { hasChanges, useCustomer } from '../features/customer/store.ts';
import { hasCorrections } from '../features/outbox/corrections.ts';
import { useRegister } from '../features/register/store.ts';

/**
 * A browser asks before it closes or reloads a page with something typed and
 * not saved. The desktop's window would refuse to close without a word, so
 * there it stays as it is.
 */
export function useUnsavedGuard(): void {
  useEffect(() => {
    if (window.till) return undefined;
    const ask = (event: BeforeUnloadEvent) => {
      const registering = useRegister.getState().registration?.touched ?? false;
      const editing = Object.values(useCustomer.getState().drafts).some(hasChanges);
      const designing = hasDesignDrafts(useCardDesigns.getState());
      if (registering || editing || designing || hasCorrections()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
}
