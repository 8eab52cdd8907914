import { plainScanner, scanEvents } from '../shared/scanning/type-like-scanner.ts';
import { seeded } from '../shared/scanning/seeded.ts';
import { playKeys } from '../browser/play-keys.ts';
import {
  expectScan,
  openScannerPage,
  proveScans,
  proveTyping,
  recordings,
  tryField,
} from '../browser/scanner-page.ts';
import { expect, test } from './desktop-till.ts';

test('scans of every habit in the window: none is lost, and fields keep their text', async ({ page }) => {
  test.setTimeout(recordings.timeoutMs);
  await openScannerPage(page);
  await proveScans(page, recordings.scans / 2, seeded(21));
});

test('words and numbers of fast typists: none is taken for a scan', async ({ page }) => {
  test.setTimeout(recordings.timeoutMs);
  await openScannerPage(page);
  await proveTyping(page, recordings.words / 2, seeded(22));
});

test('a scan with the focus nowhere or on a button is a scan and nothing else', async ({ page }) => {
  await openScannerPage(page);
  const learn = page.getByRole('button', { name: 'Learn the scanner' });
  await learn.focus();
  await playKeys(page, scanEvents('2900000000000017', plainScanner, seeded(23)));
  await expectScan(page, 1, '2900000000000017');
  await expect(learn).toBeVisible();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await playKeys(page, scanEvents('2900000000000024', { ...plainScanner, keyMs: 50 }, seeded(24)));
  await expectScan(page, 2, '2900000000000024');
  await expect(tryField(page)).toHaveValue('');
});

test('the page may ask for a serial port, gets none that nobody chose, and no other device', async ({
  till,
  page,
}) => {
  // Nobody is there to press the button of the system's dialog.
  await till.evaluate(({ dialog }) => {
    dialog.showMessageBox = ((_window: unknown, { cancelId }: { cancelId: number }) =>
      Promise.resolve({ response: cancelId, checkboxChecked: false })) as typeof dialog.showMessageBox;
  });
  await openScannerPage(page);
  await page.getByRole('button', { name: 'Choose the port' }).click();
  await expect(page.getByText('No port was chosen.')).toBeVisible();
  const given = await page.evaluate(async () => {
    type Devices = Record<string, { getPorts?(): Promise<object[]>; getDevices?(): Promise<object[]> }>;
    const { serial, hid } = navigator as unknown as Devices;
    const lists = await Promise.all([serial?.getPorts?.(), hid?.getDevices?.()]);
    return lists.map((list) => list?.length ?? 0);
  });
  expect(given).toEqual([0, 0]);
});
