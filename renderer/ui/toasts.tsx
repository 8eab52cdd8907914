import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { IconButton } from './button.tsx';

interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'danger';
  readonly words: string;
}

const shownForMs = 4500;
const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let lastId = 0;

/** Says that something was done. Goes away by itself. */
export function tellDone(words: string): void {
  const id = show('good', words);
  setTimeout(() => dismiss(id), shownForMs);
}

/** Says that something went wrong. Stays until it is put away. */
export function tellProblem(words: string): void {
  show('danger', words);
}

function show(tone: Toast['tone'], words: string): number {
  const id = (lastId += 1);
  // The same words twice say no more than once.
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((toast) => toast.words !== words), { id, tone, words }].slice(-3),
  }));
  return id;
}

/** Nothing that was said before is to be read any more. */
export function forgetToasts(): void {
  useToasts.setState({ toasts: [] });
}

function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Where the toasts appear: once in the window, over the status bar. */
export function ToastRegion() {
  const { t } = useTranslation();
  const toasts = useToasts((state) => state.toasts);
  return (
    <output className="pointer-events-none fixed inset-x-0 bottom-16 z-40 flex flex-col items-center gap-2 px-4">
      {toasts.map(({ id, tone, words }) => (
        <div
          key={id}
          className="appear pointer-events-auto flex min-h-12 max-w-xl items-center gap-3 rounded-xl bg-ink py-1 pr-1 pl-4 font-medium text-paper shadow-float"
        >
          {tone === 'good' ? (
            <CircleCheck aria-hidden="true" size={20} className="shrink-0" />
          ) : (
            <CircleAlert aria-hidden="true" size={20} className="shrink-0" />
          )}
          <span className="py-2">{words}</span>
          <IconButton
            icon={X}
            label={t('common.dismiss')}
            onClick={() => dismiss(id)}
            className="text-paper! hover:bg-transparent"
          />
        </div>
      ))}
    </output>
  );
}
