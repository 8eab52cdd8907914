import type { FlowRetailCustomer } from '../seed/flow-retail-customer.ts';
import { defaultSeedTime } from '../seed/generate-customers.ts';
import { accountManagers, stores, tenantUid } from '../seed/organisation.ts';
import { createRandom, seedFromText, type Random } from '../seed/random.ts';
import type { OrderHistory } from './customer-table.ts';

/**
 * Orders and repairs of the practice customers, made anew from the history's uid whenever they are asked for:
 * always the same ones, stored nowhere. Money and quantities are in hundredths, VAT is 25 %.
 */

const products = [
  ['Rain jacket', 129_900, 'RJ-100'],
  ['Hiking boots', 189_900, 'HB-210'],
  ['Head torch', 44_900, 'HT-330'],
  ['Wool socks', 14_900, 'WS-415'],
  ['Coffee flask', 34_900, 'CF-520'],
  ['Day pack 25 l', 99_900, 'DP-625'],
  ['Ski wax set', 24_900, 'SW-730'],
] as const;

const vatRate = 25;

/** The VAT inside a price that includes it. */
const vatIn = (price: number): number => Math.round((price * vatRate) / (100 + vatRate));

/** Up to three settled orders of a history, as the customer who owns them now. Shape: OrderResponseSchema. */
export function ordersOf(history: OrderHistory, customer: FlowRetailCustomer) {
  const random = createRandom(seedFromText(`orders ${history.historyUid}`));
  return Array.from({ length: random.below(4) }, () => makeOrder(random, history, customer));
}

/** At most one repair of a history. Shape: ServiceOrderResponseSchema. */
export function serviceOrdersOf(history: OrderHistory, customer: FlowRetailCustomer) {
  const random = createRandom(seedFromText(`services ${history.historyUid}`));
  return random.chance(0.25) ? [makeServiceOrder(random, history, customer)] : [];
}

/** A moment between the history's beginning and the newest moment of the practice data, ISO 8601. */
function momentOf(random: Random, { since }: OrderHistory): string {
  const from = Date.parse(since);
  return new Date(from + random.below(Math.max(1, defaultSeedTime - from))).toISOString();
}

function makeOrder(random: Random, history: OrderHistory, customer: FlowRetailCustomer) {
  const at = momentOf(random, history);
  const store = random.pick(stores);
  const seller = random.pick(accountManagers);
  const orderUid = random.uid();
  const items = Array.from({ length: random.between(1, 3) }, (_, index) =>
    makeOrderItem(random, at, index, seller),
  );
  const sum = (field: 'totalPrice' | 'totalVatAmount' | 'totalCost' | 'totalGrossProfitAmount'): number =>
    items.reduce((total, item) => total + item[field], 0);
  const grandTotal = sum('totalPrice');
  const contact = customer.contacts[0];

  return {
    orderUid,
    orderNumber: random.digits(7),
    type: 'ORDER',
    orderState: 'COMPLETE',
    settleState: 'COMPLETE',
    deliveryState: 'COMPLETE',
    orderhandlingState: 'COMPLETE',
    orderDate: at,
    createdAt: at,
    lastModifiedAt: at,
    lastModifiedBy: seller.displayName,
    settledAt: at,
    deliveryDate: at.slice(0, 10),
    customerUid: customer.customerUid,
    customerAddress: { ...addressOf(customer), vatNumber: customer.vatNumber },
    customerContact: {
      customerContactUid: contact?.customerContactUid ?? '',
      firstname: contact?.firstname ?? '',
      lastname: contact?.lastname ?? '',
      email: contact?.email ?? '',
      mobile: contact?.mobile ?? '',
      displayName: contact?.displayName ?? '',
    },
    invoiceAddress: { ...addressOf(customer), customerAddressUid: '' },
    items,
    orderTotals: {
      subtotal: grandTotal,
      totalDiscount: 0,
      specifiedVat: [{ vatRate, vatAmount: sum('totalVatAmount'), vatDescription: `VAT ${vatRate} %` }],
      totalVat: sum('totalVatAmount'),
      grandTotal,
      grossProfitAmount: sum('totalGrossProfitAmount'),
      grossProfitPercentage: 40,
      costTotal: sum('totalCost'),
    },
    settlementTotals: {
      change: 0,
      remaining: 0,
      remainingRounded: 0,
      totals: grandTotal,
      remainingPrePayment: 0,
      remainingAuthorizedAmount: 0,
    },
    settlements: [makeSettlement(random, at, grandTotal, store, seller)],
    orderhandlings: [],
    discounts: [],
    allowedActions: [],
    storeUid: store.storeUid,
    storeName: store.name,
    tenantUserUid: seller.tenantUserUid,
    tenantUserDisplayName: seller.displayName,
    tillUid: `${store.storeUid}-till-1`,
    systemOrigin: 'POS',
    vatFree: false,
    vatPrint: 'SUM',
    voucherNumber: random.digits(6),
    externalOrderNumber: '',
    externalVoucherNumber: '',
    compensationReasonUid: '',
    note: '',
    internalNote: '',
  };
}

function makeOrderItem(
  random: Random,
  at: string,
  sortOrder: number,
  seller: (typeof accountManagers)[number],
) {
  const [name, itemPrice, sku] = random.pick(products);
  const count = random.between(1, 2);
  const itemVatAmount = vatIn(itemPrice);
  const itemCost = Math.round((itemPrice - itemVatAmount) * 0.6);
  const itemGrossProfitAmount = itemPrice - itemVatAmount - itemCost;
  return {
    orderItemUid: random.uid(),
    productUid: `product-${sku.toLowerCase()}`,
    productType: 'STOCK',
    name,
    sku,
    sortOrder,
    itemPrice,
    originalItemPrice: itemPrice,
    itemCost,
    itemVatAmount,
    itemGrossProfitAmount,
    itemGrossProfitPercentage: 40,
    itemDiscountAmount: 0,
    itemDiscountPercentage: 0,
    totalPrice: itemPrice * count,
    totalCost: itemCost * count,
    totalVatAmount: itemVatAmount * count,
    totalGrossProfitAmount: itemGrossProfitAmount * count,
    totalDiscountAmount: 0,
    quantityOrdered: count * 100,
    quantityDelivered: count * 100,
    quantityReserved: 0,
    quantityCredited: 0,
    vatCodeUid: 'vat-25',
    warehouseUid: '',
    warehouseName: '',
    tenantUserUid: seller.tenantUserUid,
    tenantUserDisplayName: seller.displayName,
    createdAt: at,
    lastModifiedAt: at,
    actions: [],
    allowedActions: ['CREDIT'],
    orderLinks: [],
    properties: [],
    productProperties: [],
    gtins: [],
    coverImage: { productMediaUid: `media-${sku.toLowerCase()}`, mainUrl: '', thumbnailUrl: '' },
    reservationType: 'NONE',
    reservationDetails: {},
    allowDelivery: 'YES',
    allowDeliveryFromDate: null,
    discountReasonCode: '',
    returnReasonCode: '',
    compensationReasonCode: '',
    externalId: '',
    ledgerNumber: '3000',
    serialnumber: '',
    internalInfo: '',
    deliveryUid: '',
    orderReceiptUid: '',
    note: '',
  };
}

function makeSettlement(
  random: Random,
  at: string,
  amount: number,
  store: (typeof stores)[number],
  seller: (typeof accountManagers)[number],
) {
  return {
    settlementUid: random.uid(),
    settlementCode: 'CARD',
    settlementName: 'Bank card',
    amount,
    state: 'COMPLETE',
    status: 'CAPTURED',
    idMethod: 'PIN_ONLINE',
    createdAt: at,
    lastModifiedAt: at,
    settledAt: at,
    storeSettlementIssuer: {
      storeSettlementIssuerUid: `${store.storeUid}-card-issuer`,
      name: 'Practice Card',
      code: 'PRACTICE',
    },
    storePaymentMethodUid: `${store.storeUid}-card`,
    currency: { amount, code: 'NOK', exchangeRate: 100 },
    storeUid: store.storeUid,
    storeName: store.name,
    tenantUserUid: seller.tenantUserUid,
    tenantUserDisplayName: seller.displayName,
    transactions: [],
    displayMessages: [],
    parameters: [],
    additionalDetails: [],
    creditCount: 0,
    creditAmount: 0,
    paymentCount: 1,
    paymentAmount: amount,
    externalId: '',
    externalPaymentReference: '',
    orderReceiptUid: '',
    receiptText: '',
  };
}

function makeServiceOrder(random: Random, history: OrderHistory, customer: FlowRetailCustomer) {
  const at = momentOf(random, history);
  const store = random.pick(stores);
  const technician = random.pick(accountManagers);
  const workTotal = random.between(3, 12) * 10_000;
  return {
    serviceOrderUid: random.uid(),
    tenantUid,
    storeUid: store.storeUid,
    createdFromStoreUid: store.storeUid,
    customerUid: customer.customerUid,
    orderUid: '',
    orderProductLineUid: '',
    rmaOrderUid: '',
    rmaOrderItemUid: '',
    assignedUserUid: technician.tenantUserUid,
    assignedUserDisplayName: technician.displayName,
    serviceTypeUid: 'service-type-repair',
    serviceTypeName: 'Repair',
    serviceStatusUid: 'service-status-delivered',
    serviceStatusName: 'Delivered',
    serviceState: 'COMPLETE',
    title: 'Ski preparation',
    serviceNumber: random.digits(5),
    externalServiceNumber: '',
    description: 'Edges sharpened, base waxed.',
    locationLabel: `Shelf ${random.between(1, 40)}`,
    priority: 'NONE',
    requiresPriceEstimate: false,
    estimatedPrice: workTotal,
    maxPrice: 0,
    readyAtEstimate: at,
    readyAtNeeded: at,
    publicPageHash: '',
    warranty: false,
    createdAt: at,
    createdBy: technician.displayName,
    lastModifiedAt: at,
    lastModifiedBy: technician.displayName,
    totals: { grandTotal: workTotal, partsTotal: 0, workTotal },
    items: [],
    assets: [],
  };
}

const addressOf = (customer: FlowRetailCustomer) => ({
  address: customer.address,
  city: customer.city,
  companyName: customer.companyName,
  countryCode: customer.countryCode,
  email: customer.email,
  firstname: customer.firstname,
  lastname: customer.lastname,
  mobile: customer.mobile,
  postalCode: customer.postalCode,
  displayName: customer.displayName,
});
