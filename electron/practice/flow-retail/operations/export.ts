import { ordersOf, serviceOrdersOf } from '../orders.ts';
import { findCustomer } from '../world.ts';
import { answer, param, type Handler } from './call.ts';

/** All that the service keeps about a customer, for a request under the GDPR. */
export const exportCustomer: Handler = {
  permission: 'TENANT.ACCESS',
  handle: (call) => {
    const customer = findCustomer(call.world, param(call, 'customerUid'));
    const histories = call.world.customers.orderHistoriesOf(customer.customerUid);
    return answer(200, {
      customer,
      orders: histories.flatMap((history) => ordersOf(history, customer)),
      services: histories.flatMap((history) => serviceOrdersOf(history, customer)),
    });
  },
};
