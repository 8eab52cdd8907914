/** Until the window has nothing better to do: what was just drawn is on the screen by then. */
export function untilIdle(): Promise<void> {
  return new Promise((resolve) => {
    requestIdleCallback(() => resolve(), { timeout: 300 });
  });
}
