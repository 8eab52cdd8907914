import { TillFailure } from '#shared/contract/errors';

/** What the file system says no to; undefined for everything else. */
export function systemFailureOf(cause: unknown): TillFailure | undefined {
  if (!(cause instanceof Error) || !('syscall' in cause)) return undefined;
  const code = 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new TillFailure('disk.full');
  if (code === 'EIO') return new TillFailure('disk.failing');
  return new TillFailure('store.unwritable', { message: cause.message });
}
