import { useTranslation } from 'react-i18next';
import { handOverKey } from '../features/hand-over/key.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Reading } from '../ui/reading.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { showKeys } from './navigation.ts';

const groups = [
  {
    id: 'find',
    rows: [
      ['/', 'search', 'Ctrl+K'],
      ['↑ ↓', 'move', 'Home End'],
      ['↵', 'open'],
      ['Esc', 'back'],
      ['Alt+F', 'filter'],
      ['Alt+S', 'service'],
      ['Alt+R', 'registry'],
    ],
  },
  {
    id: 'work',
    rows: [
      ['F2', 'register'],
      ['F3', 'edit'],
      ['F4', 'card'],
      [handOverKey, 'handOver'],
      ['Ctrl+↵', 'save'],
      ['Ctrl+Z', 'undo'],
      ['Alt+O', 'duplicate'],
    ],
  },
  {
    id: 'till',
    rows: [
      ['F6', 'cards'],
      ['Alt+M', 'pick'],
      ['F7', 'duplicates'],
      ['F8', 'outbox'],
      ['F9', 'sync'],
      ['Alt+L', 'lock'],
      ['?', 'keys', 'F1'],
    ],
  },
] as const;

/** All keys on one page. */
export function KeysDialog() {
  const { t } = useTranslation();
  return (
    <Dialog title={t('keys.title')} width="medium" onClose={() => showKeys(false)}>
      <Reading label={t('keys.title')} className="columns-2 gap-10 small:columns-1">
        {groups.map(({ id, rows }) => (
          <section key={id} className="break-inside-avoid pb-5">
            <h3 className="border-b border-line pb-1.5 text-sm font-semibold text-faint">
              {t(`keys.group.${id}`)}
            </h3>
            <dl>
              {rows.map(([keys, action, alternative]) => (
                <div
                  key={action}
                  className="flex items-center justify-between gap-4 border-b border-line/60 py-2"
                >
                  <dt>{t(`keys.${action}`)}</dt>
                  <dd className="flex gap-1">
                    <Kbd keys={keys} />
                    {alternative && <Kbd keys={alternative} />}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </Reading>
      <p className="text-sm text-soft">{t('keys.scanner')}</p>
    </Dialog>
  );
}
