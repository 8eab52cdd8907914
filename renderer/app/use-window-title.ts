import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigation } from './navigation.ts';

/** The window says which page it shows, and that a practice store is none: never who is open. */
export function useWindowTitle(practice: boolean): void {
  const { t } = useTranslation();
  const page = useNavigation((state) => state.page);
  const title = [page !== 'customers' && t(`pages.${page}`), practice && t('practice.title'), 'Tillbook']
    .filter(Boolean)
    .join(' – ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
