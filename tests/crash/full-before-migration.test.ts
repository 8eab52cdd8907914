import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reservePathOf, storePathOf } from '../../electron/core/db/data-folder.ts';
import { inProject } from '../../scripts/project.ts';
import { makeFolder } from '../core/db/open-writer.ts';
import { compileShim, createFaultControl, shimEnvironment } from './io-shim.ts';
import { skipsShim } from './shim-or-skip.ts';

it.skipIf(skipsShim)(
  'a till whose disk has no room for a backup opens with its new schema, says so, and keeps its reserve',
  () => {
    const dataDir = makeFolder();
    const backups = join(dataDir, 'backups');
    mkdirSync(backups);
    copyFileSync(inProject('tests/golden-stores/schema-12/till.db'), storePathOf(dataDir));
    writeFileSync(reservePathOf(storePathOf(dataDir)), Buffer.alloc(4 << 20, 1));
    const control = createFaultControl(join(makeFolder(), 'control'));
    control.fill(100_000);
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [inProject('tests/crash/full-before-migration.ts'), dataDir],
      {
        env: {
          ...process.env,
          ...shimEnvironment({ library: compileShim(), folder: backups, controlPath: control.path }),
        },
        encoding: 'utf8',
      },
    );
    expect(control.heal(), stderr).toBeGreaterThan(0);
    expect(JSON.parse(stdout)).toMatchObject({
      events: expect.arrayContaining(['backup.missed', 'till.opened']),
      newest: { actor: 'till', action: 'backups.missed', outcome: 'disk.full' },
      backupTrouble: 'disk.full',
      waiting: 4,
      inFolder: [],
    });
    // Given away, it would be laid by again only some seconds later.
    expect(existsSync(reservePathOf(storePathOf(dataDir)))).toBe(true);
  },
);
