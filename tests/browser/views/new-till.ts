import { expect, type Page } from '@playwright/test';
import type { RunningTill } from '../running-till.ts';
import type { Situation } from './view.ts';

const goOn = (page: Page) => page.getByRole('button', { name: 'Go on' }).click();

async function fillSignIn(page: Page, till: RunningTill, token: string): Promise<void> {
  const { url, tenant } = till.practice.signIn();
  await goOn(page);
  await page.getByLabel('Address of the service').fill(url);
  await page.getByLabel('Tenant').fill(tenant);
  await page.getByLabel('Token').fill(token);
}

async function connect(page: Page, till: RunningTill): Promise<void> {
  await fillSignIn(page, till, till.practice.signIn().token);
  await page.getByText('This is a practice store').click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('form', { name: 'Shop and till' })).toBeVisible();
}

/** A till out of its box, up to the customer service it is connected to. */
export const newTill: Situation = {
  name: 'new',
  till: { customers: 60, connected: false, firstRun: true },
  async prepare(till) {
    await till.practice.start();
  },
  views: {
    'first run': async (page) => {
      await expect(page.getByRole('heading', { name: 'Language and look' })).toBeVisible();
    },
    'connecting to Emporix': async (page) => {
      await goOn(page);
      await page.getByText('Emporix', { exact: true }).click();
      await expect(page.getByLabel('Client id')).toBeVisible();
    },
    'a refused sign-in': async (page, till) => {
      await fillSignIn(page, till, 'not-the-token');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('alert')).toBeVisible();
    },
    'not connected': async (page) => {
      await page.getByRole('button', { name: 'Set up later' }).click();
      await expect(page.getByRole('button', { name: 'Connect to a service' })).toBeVisible();
    },
    'shop and till': async (page, till) => {
      await till.call('settings.set', { changes: { setUp: false } });
      await page.reload();
      await connect(page, till);
      await expect(page.getByLabel('Shop', { exact: true })).toBeVisible();
    },
  },
};
