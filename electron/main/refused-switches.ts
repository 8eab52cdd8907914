/** Chromium's switches that would open the till's page to other programs, or take its walls away. */
const refused = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'load-extension',
  'disable-web-security',
  'js-flags',
] as const;

/** The first switch on the command line that an installed till does not start with; undefined when there is none. */
export function refusedSwitch(isGiven: (name: string) => boolean): string | undefined {
  return refused.find(isGiven);
}
