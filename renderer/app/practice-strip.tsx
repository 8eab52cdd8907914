import { GraduationCap } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Said wherever a customer is: these people are invented. Its colour and stripes belong to nothing else. */
export function PracticeStrip() {
  const { t } = useTranslation();
  return (
    <aside
      aria-label={t('practice.title')}
      className="practice-stripes flex h-8 shrink-0 items-center justify-center gap-2 text-sm text-on-practice"
    >
      <GraduationCap aria-hidden="true" size={18} />
      <strong className="font-bold tracking-wide uppercase">{t('practice.title')}</strong>
      <span>{t('practice.words')}</span>
    </aside>
  );
}
