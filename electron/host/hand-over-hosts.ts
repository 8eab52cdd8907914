/**
 * Hosts besides this computer that a hand-over may call: `TILLBOOK_HAND_OVER_HOSTS`, separated by commas.
 * Set where the till is started, so that nobody at the till can send customers elsewhere.
 */
export function handOverHosts(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return (env['TILLBOOK_HAND_OVER_HOSTS'] ?? '')
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
}
