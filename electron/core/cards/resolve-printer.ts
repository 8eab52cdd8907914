import { because } from '#shared/contract/error-reasons';
import { fail, succeed, type Result } from '#shared/contract/errors';
import type { Printer } from '#shared/contract/printing';
import type { Settings } from '#shared/contract/values';

/**
 * The printer a card goes to: the wanted one, else the till's choice in
 * settings, else the only one there is, else the service's own. A printer that
 * was named but is gone is never replaced by another behind the cashier's back.
 *
 * Fails with `printer.not-found`.
 */
export function resolvePrinter(
  printers: readonly Printer[],
  settings: Pick<Settings, 'cardPrinterId'>,
  wanted?: string,
): Result<{ printer: Printer }> {
  const named = wanted || settings.cardPrinterId;
  const printer = named
    ? printers.find(({ printerId }) => printerId === named)
    : (printers.find((_, __, all) => all.length === 1) ?? printers.find(({ kind }) => kind === 'service'));
  if (printer) return succeed({ printer });
  if (wanted) return fail('printer.not-found');
  return fail('printer.not-found', because(named ? 'printer.gone' : 'printer.none'));
}
