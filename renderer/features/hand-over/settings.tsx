import { ClipboardCopy, Keyboard, MessageCircleQuestion, Plug, type LucideIcon } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandOverSettings } from '#shared/contract/hand-over';
import { problemOfWay, type HandOverWay } from '#shared/hand-over/settings';
import { Choice } from '../../ui/choice.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import type { FieldNote } from '../../ui/field.tsx';
import { CounterSetup, problemOfCounter } from './counter-setup.tsx';
import { FieldChoice } from './field-choice.tsx';
import { handOverKey } from './key.ts';
import { forgetTried, loadHandOverStatus, tryWay, useHandOver } from './store.ts';
import { TemplateField, TemplateText } from './template-field.tsx';
import { WayFrame } from './way-frame.tsx';

interface HandOverSetupProps {
  readonly settings: HandOverSettings;
  /** @returns whether it was saved */
  readonly onSave: (settings: HandOverSettings) => Promise<boolean>;
}

const icons: Readonly<Record<HandOverWay, LucideIcon>> = {
  clipboard: ClipboardCopy,
  keys: Keyboard,
  url: Plug,
  counter: MessageCircleQuestion,
};

/** The four ways into the sale, each on its own. */
export function HandOverSetup({ settings, onSave }: HandOverSetupProps) {
  const { t } = useTranslation();
  const status = useHandOver((state) => state.status);
  // What is typed is kept here until it is saved: on leaving a field, and before a try.
  const [draft, setDraft] = useState(settings);

  useEffect(() => {
    void loadHandOverStatus();
  }, []);

  const save = async (next: HandOverSettings) => {
    setDraft(next);
    const saved = await onSave(next);
    await loadHandOverStatus();
    return saved;
  };
  const leave = () => {
    if (problemOfCounter(draft.counter) === undefined) void save(draft);
  };

  function frame<Way extends HandOverWay>(
    way: Way,
    setup: (
      current: HandOverSettings[Way],
      change: (changes: Partial<HandOverSettings[Way]>, now?: boolean) => void,
      note: FieldNote | undefined,
    ) => ReactNode,
  ) {
    const current = draft[way];
    const change = (changes: Partial<HandOverSettings[Way]>, now = false) => {
      const next = { ...draft, [way]: { ...current, ...changes } };
      forgetTried(way);
      if (now) void save(next);
      else setDraft(next);
    };
    const problem = problemOfWay(draft, way, status?.allowedHosts);
    const words = problem && t(`handOver.problem.${problem}`);
    const note: FieldNote | undefined = words === undefined ? undefined : { kind: 'issue', words };
    return (
      <WayFrame
        way={way}
        icon={icons[way]}
        settings={draft}
        onWhen={(when) => change({ when } as Partial<HandOverSettings[Way]>, true)}
        problem={words}
        onTry={() => {
          void save(draft).then((saved) => (saved ? tryWay(way) : undefined));
        }}
      >
        {setup(current, change, note)}
      </WayFrame>
    );
  }

  return (
    <>
      <p className="max-w-prose text-soft text-pretty">{t('handOver.intro', { key: handOverKey })}</p>
      {frame('clipboard', ({ template }, change, note) => (
        <div className="grid grid-cols-2 gap-x-4">
          <TemplateField
            value={template}
            onChange={(changed) => change({ template: changed })}
            onLeave={leave}
            note={note}
          />
        </div>
      ))}
      {frame('keys', ({ template, end }, change, note) => (
        <>
          {status?.typing && <ErrorNotice error={status.typing} />}
          <div className="grid grid-cols-2 gap-x-4">
            <TemplateField
              value={template}
              onChange={(changed) => change({ template: changed })}
              onLeave={leave}
              note={note}
            />
            <div>
              <p className="pb-0.5 text-sm font-medium text-soft">{t('handOver.end')}</p>
              <Choice
                label={t('handOver.end')}
                value={end}
                onChange={(chosen) => change({ end: chosen }, true)}
                options={(['none', 'enter', 'tab'] as const).map((value) => ({
                  value,
                  label: t(`handOver.ends.${value}`),
                }))}
              />
            </div>
          </div>
        </>
      ))}
      {frame('url', ({ method, url, fields }, change, note) => (
        <>
          <Choice
            label={t('handOver.method')}
            value={method}
            onChange={(chosen) => change({ method: chosen }, true)}
            options={(['GET', 'POST'] as const).map((value) => ({
              value,
              label: t(`handOver.methods.${value}`),
            }))}
            className="self-start"
          />
          <TemplateText
            label={t('handOver.url')}
            value={url}
            onChange={(changed) => change({ url: changed })}
            onLeave={leave}
            note={url === '' ? { kind: 'hint', words: t('handOver.urlHint') } : note}
          />
          {method === 'POST' && (
            <FieldChoice
              label={t('handOver.fields')}
              value={fields}
              onChange={(chosen) => change({ fields: chosen }, true)}
            />
          )}
        </>
      ))}
      {frame('counter', (counter, change) => (
        <CounterSetup counter={counter} status={status?.counter} onChange={change} onLeave={leave} />
      ))}
    </>
  );
}
