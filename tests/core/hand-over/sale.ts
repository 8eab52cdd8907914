import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A call as the sale's program saw it. */
export interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The program of a sale on this computer: notes every call, and answers as told; `undefined` never does. */
export async function startSale(answer: () => number | undefined = () => 200): Promise<{
  readonly origin: string;
  readonly calls: readonly SeenCall[];
}> {
  const calls: SeenCall[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.once('end', () => {
      calls.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      const status = answer();
      if (status !== undefined)
        response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}
