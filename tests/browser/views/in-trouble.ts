import { expect, type Page } from '@playwright/test';
import { statusOf, type Situation } from './view.ts';

async function openChange(page: Page, name: string | RegExp): Promise<void> {
  await page.keyboard.press('F8');
  await page.getByRole('option').filter({ hasText: name }).first().click();
  await expect(page.getByRole('article', { name })).toBeVisible();
}

/** A till on which everything that can need a person needs one. */
export const inTrouble: Situation = {
  name: 'in trouble',
  till: { customers: 600 },
  async prepare(till) {
    const register = (firstname: string, more: object = {}) =>
      till.call('customers.create', {
        customer: { customerType: 'PERSON', firstname, lastname: 'Berg', countryCode: 'NO', ...more },
      });
    await register('Ragnhild Elisabeth Marie', { defaultStoreUid: 'store-nowhere', mobile: '41355951' });
    await expect.poll(() => statusOf(till, 'parked'), { timeout: 30_000 }).toBe(1);
    await till.practice.fault('reset-after', { method: 'POST', path: '/print$' });
    await till.call('cards.print', { customerUid: 'demo-kari-nordmann' });
    await expect.poll(() => statusOf(till, 'parked'), { timeout: 30_000 }).toBe(2);
    await till.practice.removeSome(12);
    await expect
      .poll(
        async () => {
          await till.call('sync.now', {});
          return statusOf(till, 'heldBack');
        },
        { timeout: 30_000 },
      )
      .toBe(12);
    await till.practice.fault('500', { method: 'GET', path: '/customers$' });
    await till.practice.refuseUpdates();
    await till.call('customers.update', {
      customerUid: 'demo-bjorn-ase',
      changes: { city: 'Bergen', mobile: '41355952', ehf: { enabled: true, address: '0192:987654321' } },
    });
    await expect
      .poll(async () => {
        const answer = await till.call('outbox.list', {});
        const waiting = answer.ok ? answer.mutations : [];
        return waiting.find(({ customerUid }) => customerUid === 'demo-bjorn-ase')?.attempts ?? 0;
      })
      .toBeGreaterThan(0);
  },
  views: {
    'sync in trouble': async (page) => {
      await page.keyboard.press('F9');
      await expect(
        page.getByRole('region', { name: 'What went wrong since the till started' }),
      ).toBeVisible();
    },
    'customers held back': async (page) => {
      await page.keyboard.press('F9');
      await page.getByRole('button', { name: 'Look at them' }).click();
      await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(12);
    },
    'deleting those held back': async (page) => {
      await page.keyboard.press('F9');
      await page.getByRole('button', { name: 'Look at them' }).click();
      await page.getByRole('button', { name: /^Delete 12/ }).click();
      await expect(page.getByRole('dialog', { name: /^Delete 12/ })).toBeVisible();
    },
    'a refused registration': (page) => openChange(page, /^Ragnhild/),
    'correcting it': async (page) => {
      await openChange(page, /^Ragnhild/);
      await page.getByRole('button', { name: 'Correct and resend' }).click();
      await page.getByLabel('Mobile').fill('12');
      await page.keyboard.press('Tab');
      await expect(page.getByText('Not complete')).toBeVisible();
    },
    'discarding it': async (page) => {
      await openChange(page, /^Ragnhild/);
      await page.getByRole('button', { name: 'Discard this change' }).click();
      await expect(page.getByRole('dialog')).toContainText('What is lost');
    },
    'a card nobody has seen': async (page) => {
      await openChange(page, 'Kari Nordmann');
      await expect(page.getByRole('article').getByRole('button', { name: 'It came out' })).toBeVisible();
    },
    'a change that waits': async (page) => {
      await openChange(page, 'Bjørn Åse');
    },
    // Last: the change that waits is in conflict from here on.
    'fields in conflict': async (page, till) => {
      await till.practice.behave();
      await till.practice.refuseUpdates();
      await till.practice.change('demo-bjorn-ase', {
        customerType: 'PERSON',
        city: 'Tromsø',
        mobile: '+4741355953',
        ehf: { enabled: true, address: '0192:123456789' },
      });
      await expect
        .poll(
          async () => {
            await till.call('sync.now', {});
            return statusOf(till, 'conflicts');
          },
          { timeout: 30_000 },
        )
        .toBeGreaterThan(1);
      await page.keyboard.press('F8');
      await page.getByRole('button', { name: /^Conflicts/ }).click();
      const form = page.getByRole('form', { name: 'Bjørn Åse' });
      await form.getByRole('radio', { name: 'Something else' }).first().check();
      await expect(form).toContainText('1 of');
    },
  },
};
