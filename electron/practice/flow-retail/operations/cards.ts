import { printers } from '../../seed/organisation.ts';
import { ApiError, notFound } from '../api-error.ts';
import { findCustomer } from '../world.ts';
import { noContent, param, type Handler } from './call.ts';

/** Prints the membership card on the printer that is named, else on the label printer of the customer's store. */
export const print: Handler<{ printerUid?: string }> = {
  permission: 'TENANT.ACCESS',
  handle: (call) => {
    const { world, body } = call;
    const customer = findCustomer(world, param(call, 'customerUid'));
    const printer =
      body.printerUid === undefined
        ? suitablePrinter(customer.defaultStore?.storeUid)
        : printers.find(({ printerUid }) => printerUid === body.printerUid);
    if (!printer) throw notFound('PRINTER', body.printerUid ?? '');
    world.printJobs.add({
      customerUid: customer.customerUid,
      displayName: customer.displayName,
      loyaltyId: customer.loyaltyId,
      printerUid: printer.printerUid,
      printerType: printer.type,
      createdAt: world.changeTime(),
    });
    return noContent;
  },
};

function suitablePrinter(storeUid: string | undefined): (typeof printers)[number] {
  const labelPrinters = printers.filter(({ type }) => type === 'LABEL');
  const printer = labelPrinters.find((label) => label.storeUid === storeUid) ?? labelPrinters[0];
  if (!printer) throw new ApiError(404, 'PRINTER_NOT_FOUND', 'There is no label printer');
  return printer;
}
