import { GraduationCap } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Said wherever a customer is: these people are invented. Its colour and stripes belong to nothing else. */
export function PracticeStrip() {
  const { t } = useTranslation();
  return (
    <aside
      aria-label={t('practice.title')}
      className="practice-stripes flex min-h-8 shrink-0 items-center justify-center gap-2 px-3 text-sm text-on-practice small:sticky small:top-0 small:z-30"
    >
      <GraduationCap aria-hidden="true" size={18} />
      <strong className="font-bold tracking-wide uppercase">{t('practice.title')}</strong>
      <span className="small:sr-only">{t('practice.words')}</span>
    </aside>
  );
}
