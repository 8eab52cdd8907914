import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { errorWords } from '../../ui/error-words.ts';
import { useSettings } from './store.ts';

/** One line for whoever meets a till that could not use its IT's configuration; nothing while there is no such trouble. */
export function ConfigurationProblem() {
  const { t } = useTranslation();
  // A setting that only newer versions know keeps nobody from anything.
  const problem = useSettings(({ configurationProblems }) =>
    configurationProblems.find(({ code }) => code !== 'config.partly'),
  );
  if (!problem) return null;
  return (
    <p className="flex items-start gap-2 py-2 text-left text-sm text-soft text-pretty">
      <TriangleAlert aria-hidden="true" size={16} className="mt-0.5 shrink-0 text-warn" />
      <span className="selectable">
        {t('managed.problem', { words: errorWords(t, problem).title, code: problem.code })}
      </span>
    </p>
  );
}
