import { Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Holdings } from '#shared/customer/holdings';
import { CustomerFields } from '../../customer-form/customer-fields.tsx';
import { fieldNote } from '../../customer-form/draft-check.ts';
import type { FieldName } from '../../customer-form/fields.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { issueWords } from '../../ui/error-words.ts';
import type { FieldNote } from '../../ui/field.tsx';
import { focusFirstIssue } from '../../ui/focus-first-issue.ts';
import { Switch } from '../../ui/switch.tsx';
import { tellDone } from '../../ui/toasts.tsx';
import {
  carriedConsents,
  carriedType,
  carriedValues,
  dropCorrection,
  fieldsToCorrect,
  leaveCorrected,
  refusedField,
  resendCorrected,
  sendConsents,
  typeCorrection,
  type Correction,
} from './corrections.ts';
import { useOutbox, type ChangeDetails } from './store.ts';

interface CorrectFormProps {
  readonly details: ChangeDetails;
  readonly correction: Correction;
  /** What the connected service has room for. */
  readonly holds: Holdings;
}

/** A change the service has refused, with its values ready to be put right where they stand. */
export function CorrectForm({ details, correction, holds }: CorrectFormProps) {
  const { t } = useTranslation();
  const { mutationId } = details.mutation;
  const busy = useOutbox((state) => state.busyWith === mutationId);
  const fields = fieldsToCorrect(details, holds);
  const refused = refusedField(details);
  // What the service said of a field holds until somebody types in it.
  const saidOf = (name: FieldName): FieldNote | undefined =>
    refused?.field === name && correction.typed[name] === undefined
      ? { kind: 'issue', words: issueWords(t, refused) }
      : undefined;
  const type = carriedType(details);
  const consents = carriedConsents(details);

  const send = async () => {
    if (await resendCorrected(details)) tellDone(t('outbox.resent'));
    else focusFirstIssue();
  };

  return (
    <form
      aria-label={t('outbox.correct')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      className="max-w-4xl pt-4"
    >
      {correction.error && <ErrorNotice error={correction.error} className="mb-3" />}
      <CustomerFields
        {...(details.mutation.kind === 'create' && type && { type })}
        fields={fields}
        values={{ ...carriedValues(details), ...correction.typed }}
        onChange={(name, value) => typeCorrection(details, name, value)}
        onBlur={(name) => leaveCorrected(mutationId, name)}
        noteOf={(name) =>
          saidOf(name) ??
          fieldNote(t, name, {
            issues: correction.issues,
            normalized: correction.normalized,
            filledIn: {},
            mayScold: correction.submitted || correction.left.includes(name),
          })
        }
        focusOn={fields.find(([name]) => name === refused?.field)?.[0] ?? fields[0]?.[0]}
      />
      {consents.length > 0 && (
        <Switch
          label={t('outbox.sendConsents')}
          detail={consents
            .map(({ consentUid, status }) =>
              t(status ? 'outbox.consentGiven' : 'outbox.consentNotGiven', { consent: consentUid }),
            )
            .join(' · ')}
          checked={!correction.withoutConsents}
          onChange={(send) => sendConsents(mutationId, send)}
          className="mb-3"
        />
      )}
      <div className="flex flex-wrap justify-end gap-3 border-t border-line pt-4">
        <Button onClick={() => dropCorrection(mutationId)}>{t('common.cancel')}</Button>
        <Button look="primary" type="submit" icon={Send} keys="Ctrl+↵" busy={busy}>
          {t('outbox.resend')}
        </Button>
      </div>
    </form>
  );
}
