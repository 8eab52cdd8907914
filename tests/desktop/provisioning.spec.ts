import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TillConfig } from '#shared/provisioning/till-config';
import { signConfig } from '../../electron/core/provisioning/signature.ts';
import type { PracticeReady } from '../../electron/practice/run.ts';
import { expect, launchTill, projectDir, test } from './desktop-till.ts';

test('a new till is set up by a signed file, and by switches, without a person', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillbook-configured-'));
  const practice = spawn(
    process.execPath,
    [join(projectDir, 'electron/cli/index.ts'), 'practice', '--customers=60'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const [line] = (await once(createInterface({ input: practice.stdout }), 'line')) as [string];
    const { baseUrl, signInUrl, tenantUid, tokens, devices } = (JSON.parse(line) as PracticeReady).flowRetail;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const keyFile = join(folder, 'config-key.pub');
    writeFileSync(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
    const { registrationCode, users } = devices;
    const config: TillConfig = {
      version: 1,
      connection: {
        service: 'flow-retail',
        url: baseUrl,
        signInUrl,
        tenant: tenantUid,
        practice: true,
      },
      settings: { language: 'en', shopName: 'Nordlys' },
      secrets: { signIn: { kind: 'device', registrationCode, ...users.manager } },
    };
    const file = join(folder, 'till.config.json');
    writeFileSync(file, JSON.stringify(signConfig(config, privateKey, Date.now())));

    const byFile = await launchTill(join(folder, 'one'), { TILLBOOK_CONFIG_KEY: keyFile }, '--config', file);
    const page = await byFile.firstWindow();
    // No first run: there is nobody to go through it.
    await page.getByRole('combobox', { name: 'Find a customer' }).fill('asse bjorn');
    await expect(page.getByText('Bjørn Åse').first()).toBeVisible({ timeout: 30_000 });
    expect(readFileSync(file, 'utf8')).not.toContain(registrationCode);
    await byFile.close();

    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, tokens.backoffice, { mode: 0o600 });
    const bySwitches = await launchTill(
      join(folder, 'two'),
      // Without a key ring, a key from outside is what keeps a real sign-in.
      { TILLBOOK_KEY: '5a'.repeat(32) },
      '--service=flow-retail',
      `--url=${baseUrl}`,
      `--tenant=${tenantUid}`,
      '--till=7',
      `--token-file=${tokenFile}`,
      '--set=shopName=Nordlys',
      '--set=language=en',
    );
    const second = await bySwitches.firstWindow();
    await expect(second.getByRole('combobox', { name: 'Find a customer' })).toBeVisible();
    const answer = await second.evaluate(async () => ({
      ...(await window.till?.connection.get({})),
      ...(await window.till?.provisioning.status({})),
    }));
    expect(answer).toMatchObject({
      connection: { tenant: tenantUid, till: '7' },
      provisioning: { trust: 'switches', managed: ['connection', 'language', 'shopName'] },
    });
    await bySwitches.close();
    expect(existsSync(tokenFile)).toBe(false);
  } finally {
    practice.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
