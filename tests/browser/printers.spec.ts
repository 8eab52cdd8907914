import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { startLoopbackPrinter } from './loopback-printer.ts';
import { startTillForFile } from './running-till.ts';

const till = startTillForFile({ customers: 60 });

test.beforeEach(async ({ page }) => {
  await till.open(page);
  await page.keyboard.press('F6');
  await page.getByRole('button', { name: 'Printers', exact: true }).click();
});

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Add a printer' });
const row = (page: Page, name: string) => page.getByRole('listitem', { name });

test('finds a printer, adds it by keyboard alone and prints a test page', async ({ page }) => {
  const printer = await startLoopbackPrinter('Receipts', 'escpos');
  await page.getByRole('button', { name: 'Add a printer' }).focus();
  await page.keyboard.press('Enter');
  await dialog(page).getByLabel('Where to look').fill(`127.0.0.1:${printer.profile.port}`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const found = dialog(page).getByRole('button', { name: `Take 127.0.0.1:${printer.profile.port}` });
  await found.focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByLabel('Address')).toHaveValue('127.0.0.1');
  await expect(dialog(page).getByLabel('What it prints')).toHaveValue('escpos');
  await expect(dialog(page).getByText('Usual: Receipt')).toBeAttached();
  await dialog(page).getByLabel('Name', { exact: false }).first().fill('Till receipts');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Till receipts').getByText('Ready')).toBeVisible();
  await row(page, 'Till receipts').getByRole('button', { name: 'Test page' }).click();
  await expect(row(page, 'Till receipts').getByText(/^A test page was sent/)).toBeVisible();
  await expect.poll(() => printer.cards()).toBe(1);
  await printer.close();
});

test('says what is wrong with a printer and what to do about it', async ({ page }) => {
  const printer = await startLoopbackPrinter('Troubled', 'escpos');
  printer.behave('paper-out');
  await till.call('printers.save', { printer: printer.profile });
  await page.getByRole('button', { name: 'Print queue', exact: true }).click();
  await page.getByRole('button', { name: 'Printers', exact: true }).click();
  await expect(row(page, 'Troubled').getByText('No paper.')).toBeVisible();
  await expect(row(page, 'Troubled').getByText(/Put a new roll in/)).toBeVisible();
  await printer.close();
  await row(page, 'Troubled').getByRole('button', { name: 'Check' }).click();
  await expect(row(page, 'Troubled').getByText('The printer does not answer.')).toBeVisible();
  await expect(row(page, 'Troubled').getByText(/See that it is switched on/)).toBeVisible();
});

test('stops asking a printer that keeps the line open and says nothing', async ({ page }) => {
  const printer = await startLoopbackPrinter('Mute');
  printer.behave('stalls');
  await till.call('printers.save', { printer: printer.profile });
  await page.getByRole('button', { name: 'Print queue', exact: true }).click();
  await page.getByRole('button', { name: 'Printers', exact: true }).click();
  await row(page, 'Mute').getByRole('button', { name: 'Test page' }).click();
  await row(page, 'Mute').getByRole('button', { name: 'Stop' }).click();
  await expect(row(page, 'Mute').getByRole('button', { name: 'Test page' })).toBeVisible();
  expect(printer.cards()).toBe(0);
  await printer.close();
});

test('prints into a folder, chooses what is for what, and removes what is not wanted', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-cards-'));
  await page.getByRole('button', { name: 'Add a printer' }).click();
  await dialog(page).getByText('PDF files').click();
  await dialog(page).getByLabel('Folder').fill(folder);
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('Print shop');
  await dialog(page).getByRole('button', { name: 'Save the printer' }).click();
  await expect(dialog(page)).toBeHidden();
  await page.getByLabel('Many cards').selectOption('Print shop');
  await expect(row(page, 'Print shop').getByText('Many cards')).toBeVisible();
  await row(page, 'Print shop').getByRole('button', { name: 'Test page' }).click();
  await expect(row(page, 'Print shop').getByText(/^A test page was sent/)).toBeVisible();
  expect(readdirSync(folder).filter((file) => file.endsWith('.pdf'))).toHaveLength(1);
  await row(page, 'Print shop').getByRole('button', { name: 'Remove Print shop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(row(page, 'Print shop')).toBeHidden();
  rmSync(folder, { recursive: true });
});

test('says which design a printer cannot print', async ({ page }) => {
  await page.getByRole('button', { name: 'Add a printer' }).click();
  await dialog(page).getByLabel('What it prints').selectOption('Receipts (ESC/POS)');
  await dialog(page).getByLabel('Card design').selectOption('Plastic card');
  await expect(dialog(page).getByText(/^Too wide for a receipt printer/)).toBeVisible();
  await dialog(page).getByLabel('Card design').selectOption('Sheet of labels');
  await expect(dialog(page).getByText(/^A sheet of labels needs a printer with pages/)).toBeVisible();
});
