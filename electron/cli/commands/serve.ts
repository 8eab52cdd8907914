import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { listenAtCounter } from '../../host/counter-listener.ts';
import { isEveryAddress, isLoopback } from '../../core/doors/loopback.ts';
import { listenForStatus } from '../../host/status-listener.ts';
import { noteCrashes, openLog, tell } from '../../host/log.ts';
import type { ListeningPlace } from '../../serve/listening-place.ts';
import type { BrowserHost } from '../../serve/start-browser-host.ts';
import { numberOption, textOption, UsageError, type Command, type CommandArguments } from '../command.ts';
import { answerFailure, openCore } from '../open-core.ts';
import { waitForStop } from '../wait-for-stop.ts';

/** `serve`: the till for a browser, until the process is told to stop. */
export const serve: Command = {
  usage: '[--port N] [--listen ADDRESS [--name HOST] --tls-cert F --tls-key F]',
  summary: 'The till for a browser on this machine; prints the address with its one-time token.',
  options: {
    port: { type: 'string' },
    listen: { type: 'string' },
    name: { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
  },
  async run(given, context) {
    const place = placeOf(given);
    // Loaded here: the other commands start without the HTTP server.
    const { startBrowserHost } = await import('../../serve/start-browser-host.ts');
    const log = openLog(context.dataDir);
    noteCrashes(log);
    const opened = await openCore(context, {
      backgroundSync: true,
      listen: listenAtCounter,
      listenForStatus,
      log,
    });
    if (!opened.ok) return answerFailure(context, opened);
    const { core } = opened;
    try {
      let host: BrowserHost;
      try {
        host = await startBrowserHost({ core, place, log });
      } catch (cause) {
        const words = wordsOf(cause as NodeJS.ErrnoException, place);
        if (words === undefined) throw cause;
        tell(words);
        return 1;
      }
      const isFar = !isLoopback(place.address);
      if (isFar) {
        tell(
          'Warning: this till is reachable from other machines. Whoever opens the address below first has the till and its customers.',
        );
      }
      process.stdout.write(`Open the till in a browser${isFar ? '' : ' on this machine'}: ${host.address}\n`);
      await waitForStop();
      await host.close();
      return 0;
    } finally {
      await core.close();
    }
  },
};

/** @throws UsageError for a place where the till would answer others in clear text, or under no name */
function placeOf(given: CommandArguments): ListeningPlace {
  const port = numberOption(given, 'port', { min: 0, max: 65_535 }) ?? 0;
  const address = textOption(given, 'listen') ?? '127.0.0.1';
  const name = textOption(given, 'name');
  const certFile = textOption(given, 'tls-cert');
  const keyFile = textOption(given, 'tls-key');
  if (isIP(address) === 0)
    throw new UsageError(`--listen takes an IP address of this machine, not “${address}”.`);
  if (name !== undefined && !/^[a-z0-9.-]+$/i.test(name)) {
    throw new UsageError(`--name takes the name of a machine, not “${name}”.`);
  }
  if (isEveryAddress(address) && name === undefined) {
    throw new UsageError(
      `--listen ${address} needs --name HOST: the one name browsers may call the till by.`,
    );
  }
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new UsageError('--tls-cert and --tls-key belong together.');
  }
  if (certFile === undefined || keyFile === undefined) {
    if (isLoopback(address)) return { address, port, ...(name !== undefined && { name }) };
    throw new UsageError(
      'Beyond this machine the till answers by TLS alone: --listen needs --tls-cert and --tls-key.',
    );
  }
  const tls = { cert: readPem(certFile), key: readPem(keyFile) };
  return { address, port, tls, ...(name !== undefined && { name }) };
}

function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Why the till cannot listen there; undefined for a bug. */
function wordsOf(cause: NodeJS.ErrnoException, { address, port, tls }: ListeningPlace): string | undefined {
  if (cause.code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Choose another with --port, or 0 for any.`;
  }
  if (cause.code === 'EACCES') return `Port ${port} needs more rights than this process has.`;
  if (cause.code === 'EADDRNOTAVAIL') return `${address} is not an address of this machine.`;
  if (tls !== undefined && /^ERR_(OSSL|TLS|SSL)/.test(cause.code ?? '')) {
    return `Certificate and key cannot be used: ${cause.message}`;
  }
  return undefined;
}
