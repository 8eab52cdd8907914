import { CloudCog, FileDown, Monitor, Network, type LucideIcon } from 'lucide-react';
import type { TFunction } from 'i18next';
import type { Printer } from '#shared/contract/printing';

export const kindIcons: Readonly<Record<Printer['kind'], LucideIcon>> = {
  network: Network,
  system: Monitor,
  file: FileDown,
  service: CloudCog,
};

/** Where a printer is, in a line: "192.0.2.7:9100 · Labels (ZPL)". */
export function whereabouts(t: TFunction, printer: Printer): string {
  switch (printer.kind) {
    case 'network':
      return `${printer.host}:${printer.port} · ${t(`printers.languages.${printer.language}`)}`;
    case 'system':
      return t('printers.ofComputer', { name: printer.systemName });
    case 'file':
      return t('printers.toFolder', { folder: printer.folder });
    case 'service':
      break;
  }
  return t('printers.ofService', { printer: printer.printerUid ?? '' });
}
