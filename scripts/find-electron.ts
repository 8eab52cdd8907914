import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './project.ts';
import { captureCommand, runCommand } from './run-command.ts';

export type ElectronFound =
  | { readonly ok: true; readonly path: string }
  /** Why it cannot run here, as the end of a sentence: "Electron cannot run here: …". */
  | { readonly ok: false; readonly reason: string };

const reachTimeoutMs = 5_000;
const downloadTimeoutMs = 5 * 60_000;
const probeTimeoutMs = 30_000;

/**
 * An Electron that starts, downloading it when it is not there yet. The npm package
 * carries none: it fetches it on first use, from GitHub or `ELECTRON_MIRROR`.
 */
export async function findElectron(): Promise<ElectronFound> {
  const installed = installedElectron();
  if (installed !== undefined) return probeElectron(installed);
  const source =
    process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/';
  if (!(await isReachable(source))) {
    return { ok: false, reason: `its binary is not installed and ${new URL(source).host} cannot be reached` };
  }
  process.stderr.write('Downloading Electron (about 120 MB, once)…\n');
  const code = await runCommand(process.execPath, [inProject('node_modules/electron/install.js')], {
    stdio: ['ignore', process.stderr, process.stderr],
    timeout: downloadTimeoutMs,
  });
  const downloaded = installedElectron();
  if (code !== 0 || downloaded === undefined)
    return { ok: false, reason: 'its binary could not be downloaded' };
  return probeElectron(downloaded);
}

/** Whether a window can be opened by this person on this machine, before anything is started. */
export function canOpenWindow(): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
  if (process.platform !== 'linux') return { ok: true };
  if (process.getuid?.() === 0) {
    return { ok: false, reason: 'it was started as root, and Chromium’s sandbox does not run as root' };
  }
  if ((process.env['DISPLAY'] ?? '') === '' && (process.env['WAYLAND_DISPLAY'] ?? '') === '') {
    return { ok: false, reason: 'there is no display' };
  }
  return { ok: true };
}

/** Starts Electron once without a window: a binary that lacks a system library says so here. */
async function probeElectron(path: string): Promise<ElectronFound> {
  const { code, output } = await captureCommand(path, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeout: probeTimeoutMs,
  });
  return code === 0
    ? { ok: true, path }
    : { ok: false, reason: `its binary does not start (${output.trim().split('\n')[0] ?? ''})` };
}

function installedElectron(): string | undefined {
  const pathFile = inProject('node_modules/electron/path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined;
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const path =
    override !== undefined && override !== ''
      ? join(override, name ?? 'electron')
      : name !== undefined
        ? inProject('node_modules/electron/dist', name)
        : undefined;
  return path !== undefined && existsSync(path) ? path : undefined;
}

/** Whether a download from there has a chance. */
export async function isReachable(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(reachTimeoutMs) });
    return response.status < 500;
  } catch {
    return false; // no network, no name, no route: whichever, nothing can be downloaded
  }
}
