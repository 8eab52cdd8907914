import type { ErrorCode } from '#shared/contract/errors';

/**
 * What can be done about data that does not open, for people; nothing where the
 * failure's own words say it.
 */
export function waysOutOf(code: ErrorCode): string[] {
  switch (code) {
    case 'store.damaged':
      return [
        'Restore the newest backup (till restore FILE), or save what can be read (till recover). Changes that were not sent are kept where they can be read; what cannot is named. If nothing can, and there is no backup, till recover --start-anew begins with an empty till.',
        kept,
      ];
    case 'store.wrong-key':
    case 'store.no-key':
      return [
        'Set TILLBOOK_KEY to the key this till was made with. If the key is right, the beginning of the file is damaged: restore the newest backup (till restore FILE).',
        'If the key is lost, till recover --start-anew begins with an empty till.',
        kept,
      ];
    case 'store.too-new':
      return [
        'Open it with the newer Tillbook. To stay with this version, restore the backup that the newer one made before it changed the data: it is of that moment, in the folder for backups (till restore FILE). Changes that were not sent since are kept where this version knows them.',
        kept,
      ];
    default:
      return [];
  }
}

const kept =
  'Nothing is thrown away: what there was goes to the folder “aside”, which opens like any other data folder (--data) once it can be read.';
