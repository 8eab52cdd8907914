import type { Language } from '#shared/contract/languages';
import { printerSchema, type Printer } from '#shared/contract/printing';
import { spokenLanguage } from '../spoken-language.ts';
import type { Store } from './open.ts';
import { getSettings } from './settings.ts';
import { statement } from './statement.ts';

/** The service's own printing: every till has it, even before any printer was added. */
export const servicePrinter: Printer = { kind: 'service', printerId: 'service', name: 'Customer service' };

/** What it is called until somebody names it. */
const serviceNames: Readonly<Record<Language, string>> = {
  en: servicePrinter.name,
  nb: 'Kundesystemet',
  sv: 'Kundsystemet',
  da: 'Kundesystemet',
  de: 'Kundensystem',
};

export function listPrinters(db: Store): Printer[] {
  const saved = statement<{ profile: string }>(db, `SELECT profile FROM printer ORDER BY printer_id`)
    .all()
    .map((row) => printerSchema.parse(JSON.parse(row.profile)));
  return saved.some((printer) => printer.printerId === servicePrinter.printerId)
    ? saved
    : [{ ...servicePrinter, name: serviceNames[spokenLanguage(getSettings(db).language)] }, ...saved];
}

export function savePrinter(db: Store, printer: Printer): void {
  statement(
    db,
    `INSERT INTO printer (printer_id, profile) VALUES (?, ?) ON CONFLICT (printer_id) DO UPDATE SET profile = excluded.profile`,
  ).run(printer.printerId, JSON.stringify(printer));
}

export function removePrinter(db: Store, printerId: string): boolean {
  return statement(db, `DELETE FROM printer WHERE printer_id = ?`).run(printerId).changes > 0;
}
