import { handOverOff } from '#shared/hand-over/settings';
import { startJourney, watchKeys } from '../browser/journey.ts';
import { expect, launchTill, runTill, test } from './desktop-till.ts';

test('finds somebody, hands them over and registers somebody, by keyboard and by scanner', async ({
  dataDir,
}) => {
  const handOver = { ...handOverOff, clipboard: { when: 'asked', template: '{displayName}' } };
  runTill(dataDir, 'call', 'settings.set', JSON.stringify({ changes: { handOver, setUp: true } }));
  const till = await launchTill(dataDir);
  try {
    const page = await till.firstWindow();
    const searchBox = page.locator('#search');
    await expect(searchBox).toBeVisible();
    await watchKeys(page);
    await page.reload();
    await expect(searchBox).toBeVisible();

    const find = startJourney(page, 'keyboard', 60);
    await searchBox.focus();
    await find.type('asse bjorn', searchBox);
    await find.ask('Enter', searchBox, { selector: 'main h1', text: 'Bjørn Åse' });
    await find.ask('F10', searchBox, { selector: 'body', text: 'Handed over: copied' });
    const found = find.end('find, into the sale (desktop)');
    expect(found.keyActions).toBe(2);
    // The system's own clipboard, not the page's.
    expect(await till.evaluate(({ clipboard }) => clipboard.readText())).toBe('Bjørn Åse');

    await page.keyboard.press('Escape');
    const register = startJourney(page, 'keyboard', 60);
    await register.type('Zelda Desktop 41355733', searchBox);
    await register.ask('F2', searchBox, { selector: 'main h1', text: 'New customer' });
    await register.scan('2900009988776699');
    await expect(page.getByText('Will be on the card, scanned')).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { name: 'Zelda Desktop', level: 1 })).toBeVisible();

    await page.keyboard.press('Escape');
    await register.scan('2900009988776699');
    await expect(page.getByRole('heading', { name: 'Zelda Desktop', level: 1 })).toBeVisible();
    process.stdout.write(`${JSON.stringify(found)}\n`);
  } finally {
    await till.close();
  }
});
