import type {
  CallOptions,
  CustomerService,
  ServiceAnswer,
} from '../../electron/core/services/customer-service.ts';
import type { DocumentedAnswer } from './contract-file.ts';
import type { Dialect } from './dialects.ts';

/** Whom every call asks for; also what mock servers fill text fields with. */
export const customerUid = 'string';
const person = { customerUid, customerType: 'PERSON', firstname: 'Bjørn', lastname: 'Åse' } as const;

type Call = (service: CustomerService, options?: CallOptions) => Promise<ServiceAnswer<unknown>>;
type Calls = Readonly<Record<string, Call>>;

/** What asks each operation of a contract, by its method and the end of its path. */
const calls: Readonly<Record<Dialect['name'], Calls>> = {
  'flow-retail': {
    'GET customers': (service, options) =>
      service.listPage({ page: 0, pageSize: 100, newestFirst: true }, options),
    'POST customers': (service, options) => service.create(person, options),
    'POST search': (service, options) => service.search({ query: 'bjorn' }, options),
    'POST external': (service, options) => service.searchExternal('bjorn', options),
    'GET export': (service, options) => service.export(customerUid, options),
    'POST print': (service, options) => service.printCard(customerUid, undefined, options),
    'GET {customerUid}': (service, options) => service.get(customerUid, options),
    'PUT {customerUid}': (service, options) => service.update(customerUid, { city: 'Bodø' }, options),
    'DELETE {customerUid}': (service, options) => service.delete(customerUid, options),
    'POST {customerExtensionCode}': (service, options) =>
      service.addExtension({ customerUid, extensionCode: 'TWO_INVOICE', storeUid: 's-1' }, options),
    'DELETE {customerExtensionCode}': (service, options) =>
      service.removeExtension({ customerUid, extensionCode: 'TWO_INVOICE', storeUid: 's-1' }, options),
    'POST batch': (service, options) => service.batch({ create: [person], delete: ['c-2'] }, options),
    'POST merge': (service, options) => service.merge(customerUid, 'c-2', options),
    'GET stores': (service, options) => service.storeDetails(customerUid, 's-1', options),
  },
  emporix: {
    'GET customers': (service, options) => service.listPage({ page: 0, pageSize: 100 }, options),
    'POST search': (service, options) => service.search({ query: 'bjorn' }, options),
    'GET {customerNumber}': (service, options) => service.get(customerUid, options),
    'PUT {customerNumber}': (service, options) => service.create(person, options),
    'PATCH {customerNumber}': (service, options) =>
      service.update(customerUid, { email: 'b@example.no' }, options),
    'DELETE {customerNumber}': (service, options) => service.delete(customerUid, options),
  },
};

/** The call that asks for a documented answer; undefined where the till never does. */
export function callFor(
  dialect: Dialect,
  { method, path }: Pick<DocumentedAnswer, 'method' | 'path'>,
): Call | undefined {
  const last = path.includes('/stores/') ? 'stores' : (path.split('/').at(-1) ?? '');
  return calls[dialect.name][`${method} ${last}`];
}
