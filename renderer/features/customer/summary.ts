import type { TFunction } from 'i18next';
import type { OperationOutput } from '#shared/contract/operations';
import { formatPhone } from '#shared/customer/format-phone';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import type { Customer } from '#shared/customer/model';
import { writableFields } from '../../customer-form/fields.ts';
import { valueWords } from '../../customer-form/value-words.ts';
import { writtenPart } from './merge-fields.ts';
import { displayName } from '../../ui/display-name.ts';
import { fieldLabel } from '../../ui/field-label.ts';
import { formatAmount, formatDay, formatMoment } from '../../ui/format.ts';

export type ExportedData = OperationOutput<'customers.export'>['export'];

/** One part of the summary: names and values, or a table. */
export interface SummarySection {
  readonly title: string;
  readonly facts?: readonly (readonly [string, string])[];
  readonly table?: { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

export interface Summary {
  readonly title: string;
  /** Where it comes from, and when. */
  readonly source: string;
  readonly sections: readonly SummarySection[];
}

/**
 * What is known of a customer, as a page for that very person: in words, without ids of machines. What the service
 * hands out is read as leniently as everything it sends; the file beside it has all of it.
 */
export function summarize(t: TFunction, data: ExportedData, shopName: string): Summary {
  const { service, thisTill, exportedAt } = data;
  const { customer } = thisTill;
  const sections: SummarySection[] = [
    { title: t('summary.person'), facts: aboutCustomer(t, customer) },
    consentsOf(t, customer),
    addressesOf(t, customer),
    contactsOf(t, customer),
    ordersOf(t, listOf(objectOf(service)['orders'])),
    repairsOf(t, listOf(objectOf(service)['services'])),
    codesOf(t, data),
    mergesOf(t, data),
    trailOf(t, data),
  ];
  const at = formatMoment(exportedAt);
  return {
    title: t('summary.title', { name: displayName(customer) }),
    source: shopName ? t('summary.sourceShop', { shop: shopName, at }) : t('summary.source', { at }),
    sections: sections.filter(({ facts, table }) => (facts?.length ?? table?.rows.length ?? 0) > 0),
  };
}

function aboutCustomer(t: TFunction, customer: Customer): [string, string][] {
  const fields = writableFields
    // The store is told by its name below.
    .filter((field) => field !== 'defaultStoreUid')
    .map((field): [string, string] => [
      fieldLabel(t, field),
      valueWords(t, field, writtenPart(customer, field)),
    ])
    .filter(([, words]) => words !== '');
  const store = customer.defaultStore?.name ?? customer.defaultStore?.storeUid;
  const dates: [string, string | undefined][] = [
    [t('customer.defaultStore'), store],
    [t('customer.createdAt'), customer.createdAt && formatMoment(customer.createdAt)],
    [t('customer.lastModifiedAt'), customer.lastModifiedAt && formatMoment(customer.lastModifiedAt)],
  ];
  return [
    ...fields,
    ...dates.flatMap(([label, words]): [string, string][] => (words ? [[label, words]] : [])),
  ];
}

function consentsOf(t: TFunction, { consents = [] }: Customer): SummarySection {
  return {
    title: t('customer.consents'),
    table: {
      heads: [t('summary.what'), t('summary.answer'), t('summary.from'), t('summary.when')],
      rows: consents.map(({ name, consentUid, status, source = '', createdAt }) => [
        name ?? consentUid,
        status ? t('customer.consentGiven') : t('customer.consentRefused'),
        source,
        createdAt ? formatDay(createdAt) : '',
      ]),
    },
  };
}

function addressesOf(t: TFunction, { addresses = [] }: Customer): SummarySection {
  return {
    title: t('customer.addresses'),
    table: {
      heads: [
        t('summary.what'),
        t('fields.displayName'),
        t('fields.address'),
        t('fields.mobile'),
        t('fields.email'),
      ],
      rows: addresses.map(
        ({ type, companyName, displayName: name, address, postalCode, city, phone, email }) => [
          type === 'DELIVERY_ADDRESS' || type === 'INVOICE_ADDRESS'
            ? t(`customer.addressType.${type}`)
            : (type ?? ''),
          companyName || name || '',
          [address, [postalCode, city].filter(Boolean).join(' ')].filter(Boolean).join(', '),
          phone ? formatPhone(phone) : '',
          email ?? '',
        ],
      ),
    },
  };
}

function contactsOf(t: TFunction, { contacts = [] }: Customer): SummarySection {
  return {
    title: t('customer.contacts'),
    table: {
      heads: [t('fields.displayName'), t('fields.mobile'), t('fields.email')],
      rows: contacts.map(({ firstname, lastname, displayName: name, mobile, email }) => [
        [firstname, lastname].filter(Boolean).join(' ') || (name ?? ''),
        mobile ? formatPhone(mobile) : '',
        email ?? '',
      ]),
    },
  };
}

/** `OrderResponseSchema`: amounts in hundredths. */
function ordersOf(t: TFunction, orders: readonly unknown[]): SummarySection {
  return {
    title: t('summary.orders'),
    table: {
      heads: [
        t('summary.when'),
        t('summary.number'),
        t('summary.store'),
        t('summary.what'),
        t('summary.total'),
      ],
      rows: orders.map(objectOf).map((order) => [
        dayOf(order['orderDate'] ?? order['createdAt']),
        textOf(order['orderNumber']),
        textOf(order['storeName']),
        listOf(order['items'])
          .map((item) => textOf(objectOf(item)['name']))
          .filter(Boolean)
          .join(', '),
        amountOf(objectOf(order['orderTotals'])['grandTotal']),
      ]),
    },
  };
}

/** `ServiceOrderResponseSchema`. */
function repairsOf(t: TFunction, services: readonly unknown[]): SummarySection {
  return {
    title: t('summary.services'),
    table: {
      heads: [
        t('summary.when'),
        t('summary.number'),
        t('summary.what'),
        t('summary.state'),
        t('summary.total'),
      ],
      rows: services
        .map(objectOf)
        .map((service) => [
          dayOf(service['createdAt']),
          textOf(service['serviceNumber']),
          [textOf(service['title']), textOf(service['description'])].filter(Boolean).join(': '),
          textOf(service['serviceStatusName']),
          amountOf(objectOf(service['totals'])['grandTotal']),
        ]),
    },
  };
}

function codesOf(t: TFunction, { thisTill: { codes } }: ExportedData): SummarySection {
  return {
    title: t('codes.history'),
    table: {
      heads: [t('summary.number'), t('summary.until')],
      rows: codes.map(({ code, replacedAt }) => [displayLoyaltyId(code), formatDay(replacedAt)]),
    },
  };
}

function mergesOf(t: TFunction, { thisTill: { merges } }: ExportedData): SummarySection {
  return {
    title: t('summary.merges'),
    table: {
      heads: [t('summary.when'), t('summary.mergedIn'), t('fields.mobile'), t('fields.email')],
      rows: merges.map(({ mergedAt, goes }) => [
        formatMoment(mergedAt),
        displayName(goes),
        goes.mobile ? formatPhone(goes.mobile) : '',
        goes.email ?? '',
      ]),
    },
  };
}

function trailOf(t: TFunction, { thisTill: { audit } }: ExportedData): SummarySection {
  return {
    title: t('summary.trail'),
    table: {
      heads: [t('summary.when'), t('summary.who'), t('summary.what')],
      rows: audit.map(({ at, actor, action }) => [
        formatMoment(at),
        actor === 'till' ? t('codes.thisTill') : actor,
        t(`audit.${action}` as 'audit.customers.get', { defaultValue: action }),
      ]),
    },
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function dayOf(value: unknown): string {
  return typeof value === 'string' ? formatDay(value) : '';
}

function amountOf(value: unknown): string {
  return typeof value === 'number' ? formatAmount(value) : '';
}
