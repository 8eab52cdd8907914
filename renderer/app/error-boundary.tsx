import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RotateCcw, TriangleAlert } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { focusAtStart } from '../ui/focus-at-start.ts';
import { goTo, showPane } from './navigation.ts';

interface BoundaryState {
  readonly fault: Error | null;
}

/**
 * A fault in the interface ends here, in words. Drawing again starts from the
 * stores, which hold everything typed, so nothing is lost by it.
 */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { fault: null };

  static getDerivedStateFromError(fault: Error): BoundaryState {
    return { fault };
  }

  override render() {
    const { fault } = this.state;
    if (!fault) return this.props.children;
    return <FaultPage fault={fault} onAgain={() => this.setState({ fault: null })} />;
  }
}

function FaultPage({ fault, onAgain }: { fault: Error; onAgain: () => void }) {
  const { t } = useTranslation();
  const startOver = () => {
    goTo('customers');
    showPane('welcome');
    onAgain();
  };
  return (
    <main className="flex h-full flex-col items-center justify-center gap-3 p-8 text-center">
      <TriangleAlert aria-hidden="true" size={44} className="text-warn" />
      <h1 className="text-2xl font-semibold tracking-tight">{t('fault.title')}</h1>
      <p className="max-w-lg text-soft text-pretty">{t('fault.words')}</p>
      <div className="flex gap-3 pt-3">
        <Button look="primary" size="large" icon={RotateCcw} onClick={onAgain} ref={focusAtStart}>
          {t('fault.again')}
        </Button>
        <Button size="large" onClick={startOver}>
          {t('fault.startOver')}
        </Button>
      </div>
      <p className="selectable max-w-lg pt-6 text-sm break-words text-faint">{fault.message}</p>
    </main>
  );
}
