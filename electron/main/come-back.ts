import { spawn } from 'node:child_process';
import { app } from 'electron';
import { tell } from '../host/log.ts';
import { ownAppImage } from './own-app-image.ts';
import { argumentsForAnotherStart } from './start-arguments.ts';

/** The till starts again once it has ended, with the switches that are for every start of it. */
export function comeBack({ inSafeMode }: { readonly inSafeMode: boolean }): void {
  const switches = [
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    ...argumentsForAnotherStart(process.argv.slice(1)),
    ...(inSafeMode ? ['--safe-mode'] : []),
  ];
  const image = ownAppImage();
  if (image === undefined) {
    app.relaunch({ args: switches });
    return;
  }
  // `app.relaunch` would start what lies in the image's mount, which goes away with this process.
  app.once('quit', () => {
    app.releaseSingleInstanceLock();
    spawn(image, switches, { detached: true, stdio: 'ignore' })
      .on('error', (cause) => tell(`The till did not come back by itself: ${cause.message}`))
      .unref();
  });
}
