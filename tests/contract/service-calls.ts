import type { CustomerService, ServiceAnswer } from '../../electron/core/services/customer-service.ts';
import type { DocumentedAnswer } from './contract-file.ts';
import type { Dialect } from './dialects.ts';

/** Whom every call asks for; also what mock servers fill text fields with. */
export const customerUid = 'string';
const person = { customerUid, customerType: 'PERSON', firstname: 'Bjørn', lastname: 'Åse' } as const;

type Calls = Readonly<Record<string, (service: CustomerService) => Promise<ServiceAnswer<unknown>>>>;

/** What asks each operation of a contract, by its method and the end of its path. */
const calls: Readonly<Record<Dialect['name'], Calls>> = {
  'flow-retail': {
    'GET customers': (service) => service.listPage({ page: 0, pageSize: 100, newestFirst: true }),
    'POST customers': (service) => service.create(person),
    'POST search': (service) => service.search({ query: 'bjorn' }),
    'POST external': (service) => service.searchExternal('bjorn'),
    'GET export': (service) => service.export(customerUid),
    'POST print': (service) => service.printCard(customerUid),
    'GET {customerUid}': (service) => service.get(customerUid),
    'PUT {customerUid}': (service) => service.update(customerUid, { city: 'Bodø' }),
    'DELETE {customerUid}': (service) => service.delete(customerUid),
    'POST {customerExtensionCode}': (service) =>
      service.addExtension({ customerUid, extensionCode: 'TWO_INVOICE', storeUid: 's-1' }),
    'DELETE {customerExtensionCode}': (service) =>
      service.removeExtension({ customerUid, extensionCode: 'TWO_INVOICE', storeUid: 's-1' }),
    'POST batch': (service) => service.batch({ create: [person], delete: ['c-2'] }),
    'POST merge': (service) => service.merge(customerUid, 'c-2'),
    'GET stores': (service) => service.storeDetails(customerUid, 's-1'),
  },
  emporix: {
    'GET customers': (service) => service.listPage({ page: 0, pageSize: 100 }),
    'POST search': (service) => service.search({ query: 'bjorn' }),
    'GET {customerNumber}': (service) => service.get(customerUid),
    'PUT {customerNumber}': (service) => service.create(person),
    'PATCH {customerNumber}': (service) => service.update(customerUid, { email: 'b@example.no' }),
    'DELETE {customerNumber}': (service) => service.delete(customerUid),
  },
};

/** The call that asks for a documented answer; undefined where the till never does. */
export function callFor(dialect: Dialect, { method, path }: Pick<DocumentedAnswer, 'method' | 'path'>) {
  const last = path.includes('/stores/') ? 'stores' : (path.split('/').at(-1) ?? '');
  return calls[dialect.name][`${method} ${last}`];
}
