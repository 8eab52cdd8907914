import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fail, TillFailure } from '#shared/contract/errors';
import { isHost, type DiscoveredPrinters } from '#shared/contract/printing';
import { checkNetworkPrinter } from './transports/network-printer.ts';
import { statusQuestion } from './transports/printer-status.ts';
import type { SystemPrinters } from './transports/system-printers.ts';

const timeLimitMs = 5_000;
const rawPort = 9_100;
const calledAtOnce = 64;
/** Within a shop a printer answers a call in a few milliseconds. */
const callTimeoutMs = 600;
/** Addresses of one look: four networks of 254. */
const maxAddresses = 1_016;

interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Printers of this computer, and those that take calls on its network. Nothing is
 * printed by it: a printer that takes calls is asked how it is in ESC/POS, of which
 * other printers take no notice.
 *
 * @param hosts called instead of the computer's own networks
 * @param stop ends it early; it answers what it has found
 * @throws TillFailure `input.invalid` for what is no address
 */
export async function discoverPrinters(look: {
  readonly hosts: string | undefined;
  readonly systemPrinters: SystemPrinters | undefined;
  readonly stop: AbortController;
}): Promise<DiscoveredPrinters> {
  const { hosts, systemPrinters, stop } = look;
  const addresses = hosts === undefined ? ownNetworks() : addressesOf(hosts);
  const timer = setTimeout(() => stop.abort(), timeLimitMs);
  try {
    const [system, { network, called }] = await Promise.all([
      systemPrinters?.list(stop.signal) ?? fail('printer.no-system-printing'),
      callAll(addresses, stop.signal),
    ]);
    return {
      system: system.ok
        ? { printers: system.printers, problem: null }
        : { printers: [], problem: system.error },
      network,
      called,
      total: addresses.length,
    };
  } finally {
    clearTimeout(timer);
  }
}

async function callAll(
  addresses: readonly Address[],
  signal: AbortSignal,
): Promise<{ network: DiscoveredPrinters['network']; called: number }> {
  const found = new Map<Address, DiscoveredPrinters['network'][number]>();
  const waiting = addresses.values();
  let called = 0;
  async function callNext(): Promise<void> {
    for (const address of waiting) {
      if (signal.aborted) return;
      const takesCalls = await answers(address, signal);
      if (takesCalls) found.set(address, { ...address, language: await languageOf(address, signal) });
      if (!signal.aborted || takesCalls) called += 1;
    }
  }
  await Promise.all(Array.from({ length: calledAtOnce }, callNext));
  return { network: addresses.flatMap((address) => found.get(address) ?? []), called };
}

function answers({ host, port }: Address, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isOpen: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(isOpen);
    };
    const giveUp = (): void => end(false);
    const timer = setTimeout(giveUp, callTimeoutMs);
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('connect', () => end(true));
    socket.once('error', giveUp);
  });
}

async function languageOf(address: Address, signal: AbortSignal): Promise<'escpos' | null> {
  const question = statusQuestion('escpos');
  const { conditions } = await checkNetworkPrinter({ ...address, question, answerTimeoutMs: 500, signal });
  return conditions.length === 0 || conditions.includes('silent') ? null : 'escpos';
}

/** Every other address of the /24 networks this computer is in. */
function ownNetworks(): Address[] {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  const networks = new Set(own.map((address) => address.slice(0, address.lastIndexOf('.'))));
  return [...networks]
    .flatMap((network) => Array.from({ length: 254 }, (_, index) => `${network}.${index + 1}`))
    .filter((host) => !own.includes(host))
    .slice(0, maxAddresses)
    .map((host) => ({ host, port: rawPort }));
}

function addressesOf(hosts: string): Address[] {
  const written = [...new Set(hosts.split(/[\s,;]+/).filter((text) => text !== ''))];
  if (written.length === 0 || written.length > maxAddresses) throw notAddresses(hosts.slice(0, 60));
  return written.map((text) => {
    const [, host, portText] = /^(.+?)(?::(\d{1,5}))?$/.exec(text) ?? [];
    const port = portText === undefined ? rawPort : Number(portText);
    if (host === undefined || !isHost(host) || port < 1 || port > 65_535) throw notAddresses(text);
    return { host, port };
  });
}

function notAddresses(text: string): TillFailure {
  const message = `“${text}” is not the name or the IP address of a printer on the network.`;
  return new TillFailure('input.invalid', {
    message,
    issues: [{ field: 'hosts', code: 'host.invalid', message }],
  });
}
