import { app, type BrowserWindow } from 'electron';
import type { SafeModeReason } from '#shared/contract/host-program';
import { comeBack } from './come-back.ts';
import type { StartMemory } from './start-memory.ts';

/** A start that shows its window and lives so long has not failed. */
const livedMs = 15_000;

/** Why this start is without everything a till can do without; null for a usual one. */
export function safeModeOf(asked: boolean, memory: StartMemory): SafeModeReason | null {
  if (asked) return 'asked';
  return memory.failedTooOften ? 'failed-starts' : null;
}

/** The till ends and starts again in safe mode. */
export function restartInSafeMode(): void {
  comeBack({ inSafeMode: true });
  app.quit();
}

/** Leaves the graphics card alone where it has failed, or where anything may be at fault. Call before `app` is ready. */
export function spareGpu(memory: StartMemory, isSafeMode: boolean): void {
  if (isSafeMode || memory.withoutGpu) app.disableHardwareAcceleration();
  let isQuitting = false;
  app.once('before-quit', () => (isQuitting = true));
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type === 'GPU' && reason !== 'clean-exit' && !isQuitting) memory.gpuFailed();
  });
}

/** The start counts as one that worked once its window has been there for a while, or when a person closes the till. */
export function watchStart(memory: StartMemory, window: BrowserWindow): void {
  window.once('show', () => {
    setTimeout(() => memory.succeeded(), livedMs).unref();
  });
  app.once('will-quit', () => memory.succeeded());
}
