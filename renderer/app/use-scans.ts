import { useEffect } from 'react';
import type { Hit } from '#shared/contract/values';
import { settledSelection, setQuery } from '../features/lookup/store.ts';
import { useSettings } from '../features/settings/store.ts';
import { listenForScans, setScannerProfile } from '../scanner/scanner-listener.ts';
import { onScan, type Scan } from '../scanner/scans.ts';
import { openHit, returnToLookup } from './actions.ts';
import { goTo } from './navigation.ts';

/** Listens for scans in the whole window; while the till is locked, or not there, they do nothing. */
export function useScans(open: boolean): void {
  const scanner = useSettings((state) => state.settings?.scanner);

  useEffect(() => listenForScans(), []);

  useEffect(() => {
    if (scanner) setScannerProfile(scanner);
  }, [scanner]);

  useEffect(() => (open ? onScan(takeScan) : undefined), [open]);
}

function takeScan({ code }: Scan): boolean {
  void searchScanned(code);
  return true;
}

/** Looks for the code as if it had been typed into the search box, with Enter behind it. */
async function searchScanned(code: string): Promise<void> {
  goTo('customers');
  returnToLookup();
  setQuery(code);
  const chosen = await settledSelection();
  if (chosen !== undefined && 'matched' in chosen) openHit(chosen as Hit);
}
