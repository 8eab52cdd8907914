import { tmpdir } from 'node:os';
import { expect } from '@playwright/test';
import { openCards, openSettings, type Situation } from './view.ts';

/** A till that its IT has set up: what the configuration names is shown, and not to be changed. */
export const managed: Situation = {
  name: 'set up by its IT',
  till: {
    connected: false,
    configuration: {
      version: 1,
      // Nobody listens there.
      connection: { service: 'flow-retail', url: 'http://127.0.0.1:9/v2', tenant: 'fjord', practice: true },
      settings: {
        shopName: 'Fjord & Fjell Ålesund',
        lockAfterMinutes: 10,
        pullEverySeconds: 300,
        backup: { daily: true, keep: 7, folder: '' },
      },
      printers: [{ kind: 'file', printerId: 'pdf', name: 'Print shop', folder: tmpdir() }],
      secrets: { signIn: { kind: 'token', token: 'a token' } },
    },
  },
  prepare: async () => {},
  views: {
    'a managed shop': async (page) => {
      await openSettings(page, 'Shop and registration');
      await expect(page.getByLabel('Shop name')).toBeDisabled();
    },
    'a managed connection': async (page) => {
      await openSettings(page, 'Connection');
      await expect(page.getByLabel('Tenant')).toBeDisabled();
    },
    'managed printers': (page) => openCards(page, 'Printers'),
    'managed backups': (page) => openSettings(page, 'Backup and key'),
    'a configuration': async (page) => {
      await openSettings(page, 'Help from IT');
      await expect(page.getByRole('heading', { name: 'Configuration of IT' })).toBeVisible();
    },
  },
};
