import { listenAtCounter } from '../../host/counter-listener.ts';
import { openLog, tell } from '../../host/log.ts';
import type { BrowserHost } from '../../serve/start-browser-host.ts';
import { numberOption, type Command } from '../command.ts';
import { answerFailure, openCore } from '../open-core.ts';
import { waitForStop } from '../wait-for-stop.ts';

/** `serve`: the till for a browser on this machine, until the process is told to stop. */
export const serve: Command = {
  usage: '[--port N]',
  summary: 'The till for a browser on this machine; prints the address with its one-time token.',
  options: { port: { type: 'string' } },
  async run(given, context) {
    const port = numberOption(given, 'port', { min: 0, max: 65_535 }) ?? 0;
    // Loaded here: the other commands start without the HTTP server.
    const { startBrowserHost } = await import('../../serve/start-browser-host.ts');
    const log = openLog(context.dataDir);
    const opened = await openCore(context, { backgroundSync: true, listen: listenAtCounter, log });
    if (!opened.ok) return answerFailure(context, opened);
    const { core } = opened;
    try {
      let host: BrowserHost;
      try {
        host = await startBrowserHost({ core, port, log });
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
        tell(`Port ${port} is taken by another program. Choose another with --port, or 0 for any.`);
        return 1;
      }
      process.stdout.write(`Open the till in a browser on this machine: ${host.address}\n`);
      await waitForStop();
      await host.close();
      return 0;
    } finally {
      await core.close();
    }
  },
};
