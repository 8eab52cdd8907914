import { safeStorage } from 'electron';

/**
 * Whether the operating system keeps secrets for this account. Chromium's
 * `basic_text` on Linux wraps with a password everybody knows: that counts as
 * none. Call after `app` is ready.
 */
export function hasKeyStore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return (
    process.platform !== 'linux' ||
    !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
  );
}
