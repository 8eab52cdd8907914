import { createServer } from 'node:http';
import { createServer as createNetServer, type AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 60 });

test.use({ permissions: ['clipboard-read'] });

/** What the sale's program was asked for, and how it answers. */
const sale = { origin: '', calls: [] as string[], status: 200 };
const saleServer = createServer((request, response) => {
  request.resume();
  sale.calls.push(`${request.method} ${request.url}`);
  response.writeHead(sale.status).end();
});

test.beforeAll(async () => {
  await new Promise<void>((resolve) => {
    saleServer.listen(0, '127.0.0.1', resolve);
  });
  sale.origin = `http://127.0.0.1:${(saleServer.address() as AddressInfo).port}`;
});
test.afterAll(() => {
  saleServer.close();
  saleServer.closeAllConnections();
});

test.beforeEach(async ({ page }) => {
  sale.calls = [];
  sale.status = 200;
  await till.open(page);
});

async function openSetup(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).first().click();
  await page.getByRole('button', { name: 'Into the sale', exact: true }).click();
}

const way = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const exactly = (page: Page, name: string) => way(page, name).getByRole('figure');

async function openBjorn(page: Page): Promise<void> {
  await page.getByRole('combobox').fill('asse bjorn');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Bjørn Åse', level: 1 })).toBeVisible();
}

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

async function loyaltyIdOfBjorn(): Promise<string> {
  const found = await till.call('customers.search', { query: 'asse bjorn', limit: 1 });
  const customerUid = found.ok ? (found.hits[0]?.customerUid ?? '') : '';
  const details = await till.call('customers.get', { customerUid });
  return details.ok ? (details.customer.loyaltyId ?? '') : '';
}

test('hands nobody over until a way is on', async ({ page }) => {
  await openBjorn(page);
  await expect(page.getByRole('button', { name: 'Edit' }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'To the sale' })).toBeHidden();
  await page.keyboard.press('F10');
  await openSetup(page);
  for (const name of ['Clipboard', 'Key strokes', 'Local address', 'Who is at the counter?']) {
    await expect(way(page, name).getByRole('radio', { name: 'Off' })).toBeChecked();
  }
  await expect(page.getByRole('button', { name: 'Try it' })).toBeHidden();
  expect(await till.call('audit.list', {})).not.toMatchObject({
    entries: expect.arrayContaining([
      expect.objectContaining({ action: expect.stringMatching(/^handOver/) }),
    ]),
  });
});

test('shows exactly what would be handed over, tries it, and does the same with a customer', async ({
  page,
}) => {
  await openSetup(page);
  await way(page, 'Clipboard').getByText('With F10').click();
  await expect(exactly(page, 'Clipboard')).toContainText('2900000000000000');
  await way(page, 'Clipboard').getByLabel('What', { exact: true }).selectOption('Own text …');
  await way(page, 'Clipboard').getByLabel('Text with fields').fill('K;{loyaltyId};');
  await way(page, 'Clipboard').getByLabel('Add a field').selectOption('Name');
  await expect(exactly(page, 'Clipboard')).toContainText('K;2900000000000000;Åse & Bjørn Test');
  await way(page, 'Clipboard').getByRole('button', { name: 'Try it' }).click();
  await expect(way(page, 'Clipboard').getByRole('alert')).toContainText('Copied');
  expect(await clipboard(page)).toBe('K;2900000000000000;Åse & Bjørn Test');

  await way(page, 'Local address').getByText('With F10').click();
  const address = way(page, 'Local address').getByRole('textbox', { name: 'Address' });
  await address.fill('http://pos.shop.example/{loyaltyId}');
  await expect(way(page, 'Local address')).toContainText('Only this computer');
  await expect(way(page, 'Local address').getByRole('button', { name: 'Try it' })).toBeDisabled();
  await address.fill(`${sale.origin}/customer?id={loyaltyId}&name={displayName}`);
  const called = `GET ${sale.origin}/customer?id=2900000000000000&name=%C3%85se%20%26%20Bj%C3%B8rn%20Test`;
  await expect(exactly(page, 'Local address')).toContainText(called);
  await way(page, 'Local address').getByRole('button', { name: 'Try it' }).click();
  await expect(way(page, 'Local address').getByRole('alert')).toContainText('The POS took it');
  expect(sale.calls).toEqual([called.replace(sale.origin, '')]);

  // A browser can type into no other window, and says so.
  await way(page, 'Key strokes').getByText('With F10').click();
  await expect(way(page, 'Key strokes')).toContainText('Only the desktop till can type');
  await way(page, 'Key strokes').getByText('Off').click();

  await page.keyboard.press('Escape');
  await openBjorn(page);
  await page.keyboard.press('F10');
  await expect(page.getByText('Handed over: copied, sent')).toBeVisible();
  const loyaltyId = await loyaltyIdOfBjorn();
  expect(loyaltyId).not.toBe('');
  expect(await clipboard(page)).toBe(`K;${loyaltyId};Bjørn Åse`);
  expect(sale.calls.at(-1)).toBe(`GET /customer?id=${loyaltyId}&name=Bj%C3%B8rn%20%C3%85se`);

  // What the sale refuses is said at once, and is not tried again.
  sale.status = 404;
  await page.getByRole('button', { name: 'To the sale' }).click();
  await expect(page.getByText(/Local address: .*404/)).toBeVisible();
  expect(sale.calls).toHaveLength(3);
});

test('tells a POS who is at the counter until it is done, and hands over on opening where that is chosen', async ({
  page,
}) => {
  const free = createNetServer();
  await new Promise<void>((resolve) => {
    free.listen(0, '127.0.0.1', resolve);
  });
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => {
    free.close(resolve);
  });

  await openSetup(page);
  for (const name of ['Clipboard', 'Local address']) await way(page, name).getByText('Off').click();
  const counter = way(page, 'Who is at the counter?');
  await counter.getByText('On opening').click();
  await counter.getByLabel('Port').fill(String(port));
  await counter.getByLabel('Forget after').click();
  await expect(counter).toContainText(`GET http://127.0.0.1:${port}/counter`);
  await counter.getByRole('button', { name: 'Show the token' }).click();
  const token = await counter.locator('code').innerText();
  const ask = async (path = '/counter', method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  await counter.getByRole('button', { name: 'Try it' }).click();
  await expect(counter.getByRole('alert')).toContainText('at the counter');
  expect(await (await ask()).json()).toMatchObject({ customer: { loyaltyId: '2900000000000000' } });

  await page.keyboard.press('Escape');
  await openBjorn(page);
  await expect(page.getByText('At the counter', { exact: true })).toBeVisible();
  const { customer } = (await (await ask()).json()) as { customer: Record<string, string> };
  expect(customer).toMatchObject({ displayName: 'Bjørn Åse', loyaltyId: await loyaltyIdOfBjorn() });
  expect(Object.keys(customer).sort()).toEqual(['customerUid', 'displayName', 'loyaltyId']);
  expect((await ask('/counter/done', 'POST')).status).toBe(204);
  await expect(page.getByText('At the counter', { exact: true })).toBeHidden();

  // Back by hand, and taken off by hand.
  await page.keyboard.press('F10');
  await expect(page.getByText('At the counter', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Take off the counter' }).click();
  await expect(page.getByText('At the counter', { exact: true })).toBeHidden();
  expect(await (await ask()).json()).toEqual({ customer: null, since: null });
});
