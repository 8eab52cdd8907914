import { useEffect } from 'react';
import { hasUnsaved, onUnsavedChange } from '../bridge/private-store.ts';
import { till } from '../bridge/till.ts';

/** Tells the core whether something is typed and not saved: no new program takes the place of this one meanwhile. */
export function useUnsavedNote(): void {
  useEffect(() => {
    const tell = (unsaved: boolean) => void till.updates.note({ unsaved });
    // A window that was loaded anew has nothing; the core may remember the one before.
    tell(hasUnsaved());
    return onUnsavedChange(tell);
  }, []);
}
