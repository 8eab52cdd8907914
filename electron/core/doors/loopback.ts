import { BlockList, isIP, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether nobody but programs on this machine reaches that address. */
export function isLoopback(address: string): boolean {
  return isIP(address) !== 0 && loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Whether a `Host` header names this machine to itself, on whatever port: a tunnel has another one. */
export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '').toLowerCase();
  return name === 'localhost' || isLoopback(name);
}

/** Whether it stands for every address of this machine. */
export function isEveryAddress(address: string): boolean {
  return /^[0:]+$/.test(address.replaceAll('.', ':'));
}
