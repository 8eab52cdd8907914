import { protocol, type Session } from 'electron';
import { answerWithRendererFile } from '../host/renderer-files.ts';
import { answerWithPlainPage } from '../host/plain-page.ts';
import { tell } from '../host/log.ts';
import { waysOutOf } from '../host/ways-out.ts';
import type { TillError } from '#shared/contract/errors';

/** The one origin the till's window may show. */
export const appOrigin = 'app://till';

/** Call before `app` is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Serves the built renderer as `app://till/…`, or the reason why there is no till.
 *
 * @param failure asked at each request: set once the core could not start
 */
export function handleAppScheme(
  session: Session,
  rendererDir: string,
  failure: () => TillError | undefined,
): void {
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const error = failure();
    if (error !== undefined) {
      return answerWithPlainPage(503, {
        title: 'Tillbook cannot start',
        paragraphs: [error.message, ...waysOutOf(error.code)],
        code: error.code,
      });
    }
    if (url.host !== 'till')
      return answerWithPlainPage(404, { title: 'There is no such page.', paragraphs: [] });
    try {
      return await answerWithRendererFile(rendererDir, request.method, url.pathname);
    } catch (cause) {
      tell(`A file of the till could not be read: ${String(cause)}`);
      return answerWithPlainPage(500, {
        title: 'Tillbook is damaged',
        paragraphs: ['A file of the program cannot be read. Install Tillbook again.'],
      });
    }
  });
}
