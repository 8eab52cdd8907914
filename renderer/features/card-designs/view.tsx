import { Download, FileUp, RotateCcw, Save, Undo2 } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesignId } from '#shared/cards/card-design';
import { loadPrinters } from '../../card-printing/printers.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { downloadJson } from '../../ui/download.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { errorLine } from '../../ui/error-words.ts';
import { FilePicker } from '../../ui/file-picker.tsx';
import { SetByIt, useIsManaged } from '../../ui/managed.tsx';
import { tellDone, tellProblem } from '../../ui/toasts.tsx';
import { DesignForm } from './design-form.tsx';
import { DesignPreview } from './preview.tsx';
import {
  chooseDesign,
  dropDraft,
  importDesign,
  loadCardDesigns,
  resetDesign,
  saveDesign,
  shownDesign,
  typeShopName,
  useCardDesigns,
} from './store.ts';

interface CardDesignsViewProps {
  readonly shopName: string;
  /** Saves the shop's name; answers whether it was taken. */
  readonly onShopName: (shopName: string) => Promise<boolean>;
}

const designIds: readonly DesignId[] = ['card', 'label', 'receipt', 'sheet'];

/** What cards look like: the form on the left, the card as it will be printed on the right. */
export function CardDesignsView({ shopName, onShopName }: CardDesignsViewProps) {
  const { t } = useTranslation();
  const chosen = useCardDesigns((state) => state.chosen);
  const saved = useCardDesigns((state) => state.saved);
  const design = useCardDesigns(shownDesign);
  const isChanged = useCardDesigns((state) => state.drafts[chosen] !== undefined || state.shopName !== null);
  const hasIssues = useCardDesigns((state) => state.issues.length > 0);
  const saving = useCardDesigns((state) => state.saving);
  const error = useCardDesigns((state) => state.error);
  const [resetting, setResetting] = useState(false);
  const isManaged = useIsManaged('cardDesigns');

  useEffect(() => {
    void loadCardDesigns();
    void loadPrinters();
  }, []);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!isChanged || hasIssues) return;
    const { shopName: typed, drafts } = useCardDesigns.getState();
    if (typed !== null) {
      if (!(await onShopName(typed.trim()))) return;
      typeShopName(null);
    }
    const failure = drafts[chosen] ? await saveDesign() : null;
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(t('designs.saved', { design: t(`designs.names.${chosen}`) }));
  };
  const take = async (file: File) => {
    const failure = await importDesign(await file.text());
    if (failure)
      tellProblem([t('designs.notImported', { file: file.name }), errorLine(t, failure)].join(' '));
    else tellDone(t('designs.imported', { file: file.name }));
  };
  const reset = async () => {
    setResetting(false);
    const failure = await resetDesign();
    if (failure) tellProblem(errorLine(t, failure));
    else tellDone(t('designs.resetDone', { design: t(`designs.names.${chosen}`) }));
  };

  return (
    <form
      aria-label={t('cards.sections.designs')}
      noValidate
      onSubmit={(event) => void save(event)}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5">
        <Choice
          label={t('designs.which')}
          value={chosen}
          onChange={chooseDesign}
          options={designIds.map((value) => ({ value, label: t(`designs.names.${value}`) }))}
        />
        <span className="ml-auto flex flex-wrap gap-2">
          {!isManaged && (
            <FilePicker accept=".json,application/json" icon={FileUp} onPick={(file) => void take(file)}>
              {t('designs.import')}
            </FilePicker>
          )}
          <Button
            icon={Download}
            disabled={!design}
            onClick={() => downloadJson(`card-design-${chosen}.json`, design)}
          >
            {t('designs.export')}
          </Button>
        </span>
      </div>
      {error && <ErrorNotice error={error} className="m-4" />}
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_minmax(0,1fr)] small:grid-cols-1">
        <div className="flex min-h-0 flex-col border-r border-line">
          <div className="scroll-steady min-h-0 flex-1 pt-4 pr-4 pb-2 pl-6">
            {design && <DesignForm key={chosen} design={design} shopName={shopName} />}
          </div>
          <footer className="flex min-h-18 shrink-0 flex-wrap items-center gap-3 border-t border-line px-6 py-2">
            {isManaged && <SetByIt />}
            {saved?.[chosen].isOwn && !isManaged && (
              <Button look="quiet" icon={RotateCcw} onClick={() => setResetting(true)} className="-ml-4">
                {t('designs.reset')}
              </Button>
            )}
            <span className="ml-auto flex gap-3">
              {isChanged && (
                <Button icon={Undo2} onClick={dropDraft}>
                  {t('designs.undo')}
                </Button>
              )}
              <Button
                look="primary"
                type="submit"
                icon={Save}
                busy={saving}
                disabled={!isChanged || hasIssues || isManaged}
              >
                {t('common.save')}
              </Button>
            </span>
          </footer>
        </div>
        <div className="flex min-h-0 min-w-0 flex-col overflow-y-auto bg-surface p-5">
          {design && <DesignPreview design={design} />}
        </div>
      </div>
      {resetting && (
        <Dialog
          title={t('designs.resetTitle', { design: t(`designs.names.${chosen}`) })}
          onClose={() => setResetting(false)}
          actions={
            <>
              <Button onClick={() => setResetting(false)}>{t('common.keep')}</Button>
              <Button look="danger" icon={RotateCcw} onClick={() => void reset()}>
                {t('designs.reset')}
              </Button>
            </>
          }
        >
          <p className="text-soft">{t('designs.resetWords')}</p>
        </Dialog>
      )}
    </form>
  );
}
