import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './scripts/find-chromium.ts';

const executablePath = findChromium();

/** Scanners and typists are told apart by milliseconds: nothing else runs beside these. */
const timedByHand = 'browser/{codes,journeys,lookup,print-queue,register,scanner}.spec.ts';

const isCi = process.env['CI'] === 'true';

/** `npm test` runs all projects; each looks at what `npm run build` left in out/. */

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  timeout: 60_000,
  forbidOnly: process.env['CI'] !== undefined,
  // A shared machine stands still now and then, and a person's pace is not kept: told as "flaky", with its trace.
  retries: isCi ? 1 : 0,
  use: {
    viewport: { width: 1366, height: 768 },
    // A trace of each test is a quarter of its time.
    trace: isCi ? 'on-first-retry' : 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      args: [...chromiumArguments],
      ...(executablePath !== undefined && { executablePath }),
    },
  },
  projects: [
    { name: 'browser', testMatch: 'browser/**/*.spec.ts', testIgnore: timedByHand },
    { name: 'by-hand', testMatch: timedByHand },
    { name: 'desktop', testMatch: 'desktop/**/*.spec.ts' },
  ],
});
