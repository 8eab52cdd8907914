import { useState } from 'react';
import { useSettings } from '../features/settings/store.ts';
import { useSync } from '../features/sync/store.ts';

interface FirstRunState {
  /** `unknown` until the till has said whether it is connected. */
  readonly state: 'unknown' | 'running' | 'over';
  readonly end: () => void;
}

/** A till nobody has set up and that holds nobody yet begins with being set up; once begun, somebody ends it. */
export function useFirstRun(): FirstRunState {
  const setUp = useSettings((state) => state.settings?.setUp);
  const status = useSync((state) => state.status);
  const [begun, setBegun] = useState<boolean | null>(null);

  if (begun === null && setUp !== undefined && (setUp || status)) {
    setBegun(!setUp && status?.connection === null && status.coverage.cached === 0);
  }
  return {
    state: begun === null ? 'unknown' : begun ? 'running' : 'over',
    end: () => setBegun(false),
  };
}
