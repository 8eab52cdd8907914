import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ownAppImage } from '../../electron/main/own-app-image.ts';
import { makeFolder } from '../core/db/open-writer.ts';

it.runIf(process.platform === 'linux')('believes the AppImage it runs out of, and no other', () => {
  const folder = makeFolder();
  const image = join(folder, 'Tillbook.AppImage');
  const mount = join(folder, 'mount');
  const program = join(mount, 'tillbook');
  for (const name of ['mount', 'mount-of-a-browser']) mkdirSync(join(folder, name));
  writeFileSync(program, 'the program');
  expect(ownAppImage({ APPIMAGE: image, APPDIR: mount }, program)).toBe(image);
  symlinkSync(mount, join(folder, 'link'));
  expect(ownAppImage({ APPIMAGE: image, APPDIR: join(folder, 'link') }, program)).toBe(image);

  // Started by a browser that is an AppImage itself, the till inherits where that one lies.
  const browser = { APPIMAGE: join(folder, 'Browser.AppImage'), APPDIR: join(folder, 'mount-of-a-browser') };
  expect(ownAppImage(browser, program)).toBe(undefined);
  expect(ownAppImage({ ...browser, APPDIR: join(folder, 'gone') }, program)).toBe(undefined);
  expect(ownAppImage({ APPIMAGE: image }, program)).toBe(undefined);
  expect(ownAppImage({ APPIMAGE: 'Tillbook.AppImage', APPDIR: mount }, program)).toBe(undefined);
  expect(ownAppImage({}, program)).toBe(undefined);
});
