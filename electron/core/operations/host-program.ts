import { fail, succeed, TillFailure } from '#shared/contract/errors';
import type { Handlers } from '#shared/contract/operations';
import type { OperationName } from '#shared/contract/operation-names';
import type { HostProgram } from '../host-program.ts';
import { answering } from './context.ts';

type HostOperation = Extract<OperationName, `host.${string}` | 'links.take'>;

/** What a person asks of the program around the core. */
export function hostProgramHandlers({
  takeLink,
  autostart,
  kiosk,
  safeMode,
}: HostProgram): Handlers<HostOperation> {
  return {
    'links.take': async () => succeed({ link: takeLink?.() ?? null }),

    'host.status': async () =>
      succeed({
        autostart: autostart?.isOn() ?? null,
        kiosk: kiosk?.isOn() ?? null,
        safeMode: safeMode?.reason ?? null,
      }),

    'host.startNormally': async () => {
      if (safeMode === undefined || safeMode.reason === null) return fail('host.cannot');
      safeMode.leave();
      return succeed({ restarts: true as const });
    },

    'host.restoreBackup': async () => {
      if (safeMode === undefined || safeMode.reason === null) return fail('host.cannot');
      return succeed({ restarts: await safeMode.restoreBackup() });
    },

    'host.setAutostart': ({ on }) =>
      answering(async () => {
        if (autostart === undefined) throw new TillFailure('host.cannot');
        autostart.set(on);
        return { autostart: autostart.isOn() };
      }),

    'host.leaveKiosk': async () => {
      if (kiosk === undefined) return fail('host.cannot');
      kiosk.leave();
      return succeed({ kiosk: kiosk.isOn() });
    },
  };
}
