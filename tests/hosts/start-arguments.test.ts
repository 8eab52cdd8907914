import { chmodSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../electron/host/configuration.ts';
import { argumentsForAnotherStart, quoteForWindows } from '../../electron/main/start-arguments.ts';
import { makeFolder } from '../core/db/open-writer.ts';

function configOf(args: readonly string[]) {
  const found = configurationOf(args, makeFolder(), {});
  if (found?.read.ok !== true) throw new Error('This is no configuration.');
  const { config, secrets } = found.read.configuration;
  return { config, secrets };
}

describe('the switches of a till', () => {
  const tokenFile = () => {
    const path = join(makeFolder(), 'token');
    writeFileSync(path, 'token-of-the-shop');
    chmodSync(path, 0o600);
    return path;
  };

  it('mean the same with “=” as in two words, addresses too', () => {
    const path = tokenFile();
    const pairs = [
      ['--service', 'flow-retail'],
      ['--url', 'https://api.example/v2'],
      ['--sign-in-url', 'https://sign-in.example/v1'],
      ['--tenant', 'tenant-a'],
      ['--token-file', path],
      ['--set', 'shopName=Åse = Sport'],
      ['--set', 'lockAfterMinutes=2'],
    ] as const;
    const joined = configOf(pairs.map(([name, value]) => `${name}=${value}`));
    expect(joined).toEqual(configOf(pairs.flat()));
    expect(joined).toMatchObject({
      config: {
        connection: { url: 'https://api.example/v2', signInUrl: 'https://sign-in.example/v1' },
        settings: { shopName: 'Åse = Sport', lockAfterMinutes: 2 },
      },
      secrets: { signIn: { token: 'token-of-the-shop' } },
    });
  });

  it('come along when the computer starts the till, but for links and safe mode', () => {
    const path = tokenFile();
    const given = [
      'tillbook://customer/4711',
      '--data',
      'data of the till',
      '--safe-mode',
      '--kiosk',
      '--service=flow-retail',
      '--url',
      'https://api.example/v2',
      '--tenant',
      'tenant-a',
      '--token-file',
      relative('.', path),
      '--set',
      'shopName=Åse Sport',
      '--set=theme=dark',
    ];
    const again = argumentsForAnotherStart(given);
    expect(again).toEqual([
      `--data=${resolve('data of the till')}`,
      '--kiosk',
      '--service=flow-retail',
      '--url=https://api.example/v2',
      '--tenant=tenant-a',
      `--token-file=${path}`,
      '--set=shopName=Åse Sport',
      '--set=theme=dark',
    ]);
    expect(configOf(again)).toEqual(configOf(given));
    expect(argumentsForAnotherStart(['--config', 'till.config.json'])).toEqual([
      `--config=${resolve('till.config.json')}`,
    ]);
  });

  // https://learn.microsoft.com/en-us/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw
  it.each([
    [String.raw`--data=C:\tills\one`, String.raw`"--data=C:\tills\one"`],
    [String.raw`--data=C:` + '\\', String.raw`"--data=C:\\"`],
    ['--set=shopName="Åse"', String.raw`"--set=shopName=\"Åse\""`],
    [String.raw`a\"b`, String.raw`"a\\\"b"`],
  ])('are one argument each on Windows: %s', (argument, quoted) => {
    expect(quoteForWindows(argument)).toBe(quoted);
  });
});
