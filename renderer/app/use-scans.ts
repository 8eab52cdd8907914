import { useEffect } from 'react';
import { useSettings } from '../features/settings/store.ts';
import { listenForScans, setScannerProfile } from '../scanner/scanner-listener.ts';
import { onScan, type Scan } from '../scanner/scans.ts';
import { keepSerialPort } from '../scanner/serial-scanner.ts';
import { handleScan } from './handle-scan.ts';

/** Listens for scans in the whole window; while the till is locked, or not there, they do nothing. */
export function useScans(open: boolean): void {
  const scanner = useSettings((state) => state.settings?.scanner);

  useEffect(() => listenForScans(), []);

  useEffect(() => {
    if (scanner) setScannerProfile(scanner);
  }, [scanner]);

  const serialBaud = scanner?.serialBaud ?? null;
  useEffect(() => keepSerialPort(serialBaud), [serialBaud]);

  useEffect(() => (open ? onScan(takeScan) : undefined), [open]);
}

function takeScan({ code }: Scan): boolean {
  void handleScan(code);
  return true;
}
