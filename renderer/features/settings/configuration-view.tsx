import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProvisioningStatus } from '#shared/contract/provisioning';
import { till } from '../../bridge/till.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { formatMoment } from '../../ui/format.ts';
import { SetByIt } from '../../ui/managed.tsx';

/** What this till has of its IT's configuration, and what of it could not be taken over. */
export function ConfigurationView() {
  const { t } = useTranslation();
  const [status, setStatus] = useState<ProvisioningStatus | null>(null);

  useEffect(() => {
    let isShown = true;
    const ask = async () => {
      const answer = await till.provisioning.status({});
      if (isShown && answer.ok) setStatus(answer.provisioning);
    };
    void ask();
    return () => {
      isShown = false;
    };
  }, []);

  if (status === null || (status.managed.length === 0 && status.problems.length === 0)) return null;
  const { file, trust, appliedAt, problems } = status;
  return (
    <section aria-labelledby="configuration" className="flex flex-col gap-3">
      <h3 id="configuration" className="text-lg font-semibold">
        {t('managed.title')}
      </h3>
      {status.managed.length > 0 && <SetByIt />}
      <p className="text-soft">
        {[
          trust && t(`managed.trust.${trust}`),
          appliedAt && t('managed.appliedAt', { time: formatMoment(appliedAt) }),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {file !== null && <p className="text-sm break-all text-soft">{file}</p>}
      {problems.map((problem) => (
        <ErrorNotice key={problem.message} error={problem} />
      ))}
    </section>
  );
}
