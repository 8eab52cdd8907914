import { Play, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOverSettings } from '#shared/contract/hand-over';
import type { HandOverWay } from '#shared/hand-over/settings';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { HandedOverPreview } from './handed-over.tsx';
import { handOverKey } from './key.ts';
import { whyNot } from './outcome-words.ts';
import { useHandOver } from './store.ts';

interface WayFrameProps {
  readonly way: HandOverWay;
  readonly icon: LucideIcon;
  readonly settings: HandOverSettings;
  readonly onWhen: (when: HandOverSettings[HandOverWay]['when']) => void;
  /** Why it can be neither tried nor used as it stands; shown where there is no better place. */
  readonly problem: string | undefined;
  readonly onTry: () => void;
  /** How it is set up, while it is on. */
  readonly children: ReactNode;
}

/** One way: what it is, when it is used, and while it is on its settings, what it hands over, and a try. */
export function WayFrame({ way, icon: Icon, settings, onWhen, problem, onTry, children }: WayFrameProps) {
  const { t } = useTranslation();
  const trying = useHandOver((state) => state.trying === way);
  const tried = useHandOver((state) => state.tried[way]);
  const { when } = settings[way];
  const titleId = `hand-over-${way}`;
  const failure = tried && whyNot(t, tried);
  return (
    <section aria-labelledby={titleId} className="border-b border-line py-5 last:border-b-0">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-72 gap-3">
          <Icon aria-hidden="true" size={22} className="mt-0.5 shrink-0 text-soft" />
          <div className="min-w-0">
            <h3 id={titleId} className="font-semibold">
              {t(`handOver.way.${way}`)}
            </h3>
            <p className="text-sm text-soft text-pretty">{t(`handOver.about.${way}`)}</p>
          </div>
        </div>
        <Choice
          label={`${t(`handOver.way.${way}`)}: ${t('handOver.when')}`}
          value={when}
          onChange={onWhen}
          options={(['never', 'asked', 'opened'] as const).map((value) => ({
            value,
            label: t(`handOver.whenChoice.${value}`, { key: handOverKey }),
          }))}
        />
      </div>
      {when !== 'never' && (
        <div className="flex flex-col gap-3 pt-4 pl-8.5">
          {children}
          {problem === undefined ? (
            <HandedOverPreview settings={settings} way={way} />
          ) : (
            <p className="font-medium text-danger">{problem}</p>
          )}
          <div className="flex min-h-11 flex-wrap items-center gap-3">
            <Button icon={Play} busy={trying} disabled={problem !== undefined} onClick={onTry}>
              {t('handOver.tryIt')}
            </Button>
            {tried && (
              <Notice
                live
                tone={failure === undefined ? 'good' : 'warn'}
                title={failure ?? t(`handOver.tried.${way}`)}
                className="flex-1"
              />
            )}
          </div>
        </div>
      )}
    </section>
  );
}
