/**
 * Resolves when the process that started this one over a channel (`ipc`) is gone, however it ended: a kill leaves it no
 * time to stop what it started. Never for a process that was started without one.
 */
export function parentGone(): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) return;
    process.once('disconnect', resolve);
    // Nothing else is kept waiting for it.
    process.channel?.unref();
  });
}
