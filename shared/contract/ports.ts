/** Ports a program may listen on without rights of its own (RFC 6335, section 6: those above the system ports). */
export const userPorts = { least: 1024, most: 65_535 } as const;

export function isUserPort(port: number): boolean {
  return Number.isInteger(port) && port >= userPorts.least && port <= userPorts.most;
}
