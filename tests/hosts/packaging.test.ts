import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { initWasm } from '@resvg/resvg-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { languages } from '#shared/contract/languages';
import { drawIcons } from '../../scripts/draw-icons.ts';
import { wantedFuses } from '../../scripts/fuses.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path));

// electron-builder's own reading and judging of its file; it exports neither.
const builderRequire = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
interface BuilderConfiguration {
  readonly [key: string]: unknown;
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly electronLanguages: readonly string[];
}
const { getConfig, validateConfiguration } = builderRequire('app-builder-lib/out/util/config/config.js') as {
  getConfig: (projectDir: string, path: null, fromOptions: null) => Promise<BuilderConfiguration>;
  validateConfiguration: (configuration: object, log: object) => Promise<void>;
};
const silent = { isEnabled: false };

describe('the configuration of every installer', () => {
  let configuration: BuilderConfiguration;
  beforeAll(async () => {
    configuration = await getConfig(root, null, null);
  });

  it('is one that electron-builder takes, down to the last key', async () => {
    await expect(validateConfiguration(configuration, silent)).resolves.toBeUndefined();
    const misspelt = { ...configuration, nsis: { perMachin: true } };
    await expect(validateConfiguration(misspelt, silent)).rejects.toThrow('configuration.nsis');
  });

  it('sets every fuse, the same on every system, and packs what the archive’s check looks at', () => {
    const named = Object.entries(wantedFuses).map(([name, on]) => [
      name[0]!.toLowerCase() + name.slice(1),
      on,
    ]);
    expect(configuration.electronFuses).toEqual(Object.fromEntries(named));
    expect(configuration).toMatchObject({ asar: true });
    for (const system of ['linux', 'mac', 'win'])
      expect(configuration[system]).not.toMatchObject({ electronFuses: expect.anything() });
  });

  it('has Chromium’s words in the till’s languages alone', () => {
    const packed = configuration.electronLanguages.map((language) => language.split('-')[0]);
    expect(new Set(packed)).toEqual(new Set(languages));
  });

  it('installs on Windows for every account, and leaves the data when it goes', () => {
    expect(configuration).toMatchObject({
      win: { target: 'nsis' },
      nsis: { oneClick: true, perMachine: true, deleteAppDataOnUninstall: false },
      mac: { target: 'dmg', hardenedRuntime: true },
      linux: { target: 'AppImage', executableName: 'tillbook' },
    });
  });

  it('names what it makes as the signed feed looks for it', () => {
    expect(configuration).toMatchObject({ artifactName: '${name}-${version}-${os}-${arch}.${ext}' });
    expect(JSON.parse(read('package.json').toString('utf8'))).toMatchObject({ name: 'tillbook' });
  });

  it('gives tillbook:// links to the till on every system', () => {
    expect(configuration).toMatchObject({
      protocols: [{ schemes: ['tillbook'] }],
      nsis: { include: 'scripts/windows-installer.nsh' },
    });
    const script = read('scripts/windows-installer.nsh').toString('utf8');
    expect(script).toContain('WriteRegStr SHCTX "Software\\Classes\\tillbook" "URL Protocol" ""');
    // Program and link in quotes of their own: a folder with a space, a link with what a shell would read.
    expect(script).toContain('\'"$INSTDIR\\${APP_EXECUTABLE_FILENAME}" "%1"\'');
    expect(script).toContain('DeleteRegKey SHCTX "Software\\Classes\\tillbook"');
  });
});

describe('the icons', () => {
  const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');
  beforeAll(async () => initWasm(read('resources/wasm/resvg.wasm')));

  it('are those of the one drawing', () => {
    const drawn = drawIcons(read('resources/icons/icon.svg').toString('utf8'));
    expect([...drawn.keys(), 'icon.svg'].toSorted()).toEqual(
      readdirSync(join(root, 'resources/icons')).toSorted(),
    );
    const stale = [...drawn].filter(([name, content]) => !content.equals(read(`resources/icons/${name}`)));
    expect(stale.map(([name]) => name)).toEqual([]);
  });

  it('are files as Windows and macOS read them', () => {
    const ico = read('resources/icons/icon.ico');
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_entry, at) => {
      const [size, offset] = [ico.readUInt8(6 + 16 * at), ico.readUInt32LE(6 + 16 * at + 12)];
      const png = ico.subarray(offset);
      expect(png.subarray(0, 8)).toEqual(pngSignature);
      expect(png.readUInt32BE(16) % 256).toBe(size);
      return png.readUInt32BE(16);
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);

    const icns = read('resources/icons/icon.icns');
    expect([icns.toString('ascii', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
    const widths: number[] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      expect(icns.subarray(at + 8, at + 16)).toEqual(pngSignature);
      widths.push(icns.readUInt32BE(at + 8 + 16));
    }
    expect(widths).toEqual([32, 64, 128, 256, 256, 512, 512, 1024]);
  });
});

describe('npm run package', () => {
  const run = (target: string) => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/package.ts'), target], {
      encoding: 'utf8',
    });
    return { status, lines: stderr.trimEnd().split('\n') };
  };

  it.runIf(process.platform === 'linux').each(['win', 'mac'])(
    'says in one line why there is no %s here',
    (target) => {
      expect(run(target)).toEqual({
        status: 1,
        lines: [expect.stringMatching(new RegExp(`^${target} cannot be made on this machine: .+\\.$`))],
      });
    },
  );

  it('knows its targets', () => {
    expect(run('msi')).toEqual({ status: 2, lines: [expect.stringContaining('Known: linux, dir,')] });
  });
});
