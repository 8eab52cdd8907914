import { useTranslation } from 'react-i18next';
import { ArrowRight } from 'lucide-react';
import type { Mutation } from '#shared/contract/values';
import { Button } from '../../ui/button.tsx';
import { errorLine, errorWords } from '../../ui/error-words.ts';
import { formatAhead } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { SupportReference } from '../../ui/support-reference.tsx';
import { useNow } from '../../ui/use-now.ts';
import { lookOf } from './state-looks.ts';
import { openChange } from './store.ts';

interface ChangeReasonProps {
  readonly mutation: Mutation;
  readonly onShowConflicts: () => void;
}

/** Why a change is not with the service yet, and what it waits for. */
export function ChangeReason({ mutation, onShowConflicts }: ChangeReasonProps) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const { state, error, waitsFor, nextAttemptAt } = mutation;
  const { icon } = lookOf(state);
  const name = waitsFor?.displayName ?? '';
  const reason =
    waitsFor && waitsFor.reason !== 'person' ? t(`outbox.waits.${waitsFor.reason}`, { name }) : '';
  const words = error && errorWords(t, error);
  // That its fate is unknown is the very reason it waits.
  const lastTry = error && error.code !== 'service.unknown-outcome' ? errorLine(t, error) : '';
  const waitsForId = waitsFor?.mutationId;
  const next =
    nextAttemptAt !== null && Date.parse(nextAttemptAt) > nowMs
      ? t('outbox.nextTry', { time: formatAhead(t, nextAttemptAt, nowMs) })
      : '';

  if (state === 'conflicted') {
    return (
      <Notice
        tone="danger"
        icon={icon}
        title={t('outbox.conflictTitle')}
        actions={
          <Button icon={ArrowRight} onClick={onShowConflicts}>
            {t('outbox.resolve')}
          </Button>
        }
      >
        {t('outbox.conflict')}
      </Notice>
    );
  }
  return (
    <Notice
      tone={state === 'parked' ? 'warn' : 'info'}
      icon={icon}
      title={state === 'parked' && words ? words.title : reason}
      actions={
        waitsForId !== undefined && (
          <Button icon={ArrowRight} onClick={() => openChange(waitsForId)}>
            {t('outbox.showOther')}
          </Button>
        )
      }
    >
      {state === 'parked'
        ? words?.detail && <span className="selectable block">{words.detail}</span>
        : lastTry && <span className="selectable block">{t('outbox.lastTry', { words: lastTry })}</span>}
      {next && <span className="tabular block">{next}</span>}
      {error && <SupportReference error={error} at={nextAttemptAt ?? mutation.createdAt} />}
    </Notice>
  );
}
