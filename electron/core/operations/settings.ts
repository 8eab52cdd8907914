import { TillFailure } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import { needsTls, placeOfStatus } from '../health/status-door.ts';
import type { SignIn } from '../privacy/sign-in.ts';
import { requireSupported } from '../services/create-service.ts';
import type { Sync } from '../sync/start-sync.ts';
import { answering, authorNow, present, type OperationContext } from './context.ts';
import { tryConnection } from './try-connection.ts';

type SettingsOperation = Extract<OperationName, `settings.${string}` | `connection.${string}`>;

/** The till's own settings and its connection. */
export function settingsHandlers(
  context: OperationContext,
  reconnect: Sync['reconnect'],
  signIn: SignIn,
  fetch: typeof globalThis.fetch,
): Handlers<SettingsOperation> {
  const { reader, writer } = context;
  return {
    'settings.get': () => answering(async () => ({ settings: await reader.getSettings() })),

    'settings.set': ({ changes }) =>
      answering(async () => {
        const statusPlace = changes.status && placeOfStatus(changes.status);
        if (statusPlace !== undefined && needsTls(statusPlace)) throw new TillFailure('status.needs-tls');
        const settings = await writer.changeSettings(present(changes));
        context.emit({ type: 'settings', settings });
        return { settings };
      }),

    'connection.get': () => answering(async () => ({ connection: await reader.getConnection() })),

    'connection.set': ({ connection, secret }) =>
      answering(async () => {
        requireSupported(connection, secret);
        const tried = await tryConnection(connection, secret, { fetch, clock: context.clock });
        await reconnect(() => signIn.save(connection, tried.signIn));
        const { actor, nowMs } = authorNow(context);
        await writer.appendAudit({ atMs: nowMs, actor, action: 'connection.set', outcome: 'ok' });
        return { connection, ...tried.told };
      }),

    'connection.setPlace': ({ store, till }) =>
      answering(async () => {
        const [current, secret] = await Promise.all([reader.getConnection(), signIn.read()]);
        if (current === null) throw new TillFailure('service.not-connected');
        const { store: _store, till: _till, ...elsewhere } = current;
        const connection = { ...elsewhere, ...present({ store, till }) };
        await reconnect(() => signIn.save(connection, secret));
        const { actor, nowMs } = authorNow(context);
        await writer.appendAudit({ atMs: nowMs, actor, action: 'connection.setPlace', outcome: 'ok' });
        return { connection };
      }),
  };
}
