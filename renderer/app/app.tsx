import { CircleHelp, Lock } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useHostState } from '../bridge/host-state.ts';
import { endLending, useLending } from '../bridge/lending.ts';
import { roomForAll } from '../customer-form/fields.ts';
import { RetentionNotice } from '../features/audit/retention-notice.tsx';
import { useCard } from '../features/card/store.ts';
import { UnsettledJobs } from '../features/card/jobs.tsx';
import { useSession } from '../features/session/store.ts';
import { ConfigurationProblem } from '../features/settings/configuration-problem.tsx';
import { useSettings } from '../features/settings/store.ts';
import { StatusBar } from '../features/sync/status-bar.tsx';
import { useSync } from '../features/sync/store.ts';
import { UpdateReadyLine } from '../features/updates/ready-line.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { forgetToasts, ToastRegion } from '../ui/toasts.tsx';
import { lockTill, openByUid } from './actions.ts';
import { CustomersPage } from './customers-page.tsx';
import { Codes } from './codes.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useHandOverOnOpening } from './hand-over.ts';
import { Header } from './header.tsx';
import { HostPage } from './host-page.tsx';
import { LockLanguage } from './language-settings.tsx';
import { fetchViewsWhenIdle } from './lazy-view.tsx';
import { useLinks } from './links.ts';
import { goTo, showCards, showKeys, showSettings, useNavigation, type Page } from './navigation.ts';
import { PageFrame } from './page-frame.tsx';
import { PracticeStrip } from './practice-strip.tsx';
import { useLeftDrafts } from './left-drafts.ts';
import { useSafeMode, useSaidAgain } from './safe-mode.ts';
import { useKeys } from './use-keys.ts';
import { languageOf, useLanguage } from './use-language.ts';
import { useFirstRun } from './use-first-run.ts';
import { useOpenedInSight } from './use-opened-in-sight.ts';
import { usePresence } from './use-presence.ts';
import { useLook } from './use-look.ts';
import { useScans } from './use-scans.ts';
import { useTill } from './use-till.ts';
import { useUnsavedGuard } from './use-unsaved-guard.ts';
import { useUnsavedNote } from './use-unsaved-note.ts';
import { useWindowTitle } from './use-window-title.ts';
import {
  CardsPage,
  ConflictsView,
  DuplicatesPage,
  FirstRun,
  KeysDialog,
  LeftDraftNotice,
  LendDialog,
  LockingNotice,
  LockScreen,
  OutboxView,
  SafeModeNotice,
  SettingsPage,
  SyncView,
} from './views.ts';

/** The window: puts the features together; they know nothing of each other. */
export function App() {
  useTill();
  const host = useHostState((state) => state.state);
  const settings = useSettings((state) => state.settings);
  const practice = useSync((state) => state.status?.connection?.practice ?? false);
  const keysShown = useNavigation((state) => state.keysShown);
  const chosenAtLock = useSession((state) => state.languageAtLock);
  const session = useSession((state) => state.session);
  const locked = session?.locked;
  const spoken = useLanguage(languageOf(session, settings, chosenAtLock));
  // Settings and words first: nothing is drawn in one theme or language and then in another.
  const firstRun = useFirstRun();
  const started =
    locked !== undefined && settings !== null && spoken && (locked || firstRun.state !== 'unknown');
  const open = started && !locked && host === 'ready';
  useLook(settings);
  useWindowTitle(practice);
  useUnsavedGuard();
  useUnsavedNote();
  useKeys(open && firstRun.state === 'over');
  useScans(open && firstRun.state === 'over');
  useLinks(open && firstRun.state === 'over');
  useHandOverOnOpening();
  useSaidAgain(open);
  usePresence(open);
  const wanted = useLending((state) => state.operation);

  useEffect(() => {
    if (started) void fetchViewsWhenIdle();
  }, [started]);

  // What was said, and what was asked, is nobody's business after a lock.
  useEffect(() => {
    if (!locked) return;
    forgetToasts();
    endLending(false);
  }, [locked]);

  return (
    <>
      <div
        inert={host !== 'ready'}
        className={classNames(
          'window-scroll flex h-full flex-col',
          practice && 'border-x-4 border-b-4 border-practice',
        )}
      >
        {practice && <PracticeStrip />}
        <ErrorBoundary>
          {started &&
            (locked ? (
              <LockScreen
                shopName={settings?.shopName ?? ''}
                notice={<ConfigurationProblem />}
                language={<LockLanguage />}
              />
            ) : firstRun.state === 'running' ? (
              <FirstRun onEnd={firstRun.end} />
            ) : (
              <Counter />
            ))}
          {open && <LockingNotice />}
          {open && keysShown && <KeysDialog />}
          {open && <Codes />}
          {open && wanted && <LendDialog operation={wanted} />}
        </ErrorBoundary>
        {!locked && <ToastRegion />}
      </div>
      {host !== 'ready' && <HostPage state={host} />}
    </>
  );
}

function Counter() {
  const page = useNavigation((state) => state.page);
  const retention = useSettings((state) => state.settings?.retention);
  const safeMode = useSafeMode(true);
  const hasLeftDrafts = useLeftDrafts((state) => state.left.length > 0);
  useOpenedInSight();
  return (
    <>
      {safeMode && <SafeModeNotice reason={safeMode} />}
      {hasLeftDrafts && <LeftDraftNotice />}
      {retention && <RetentionNotice retention={retention} />}
      {/* The page for cards shows them itself. */}
      {page !== 'cards' && (
        <UnsettledJobs onShowQueue={() => showCards('queue')} onShowBatches={() => showCards('many')} />
      )}
      {page === 'customers' ? (
        <>
          <Header />
          <CustomersPage />
        </>
      ) : (
        <BackOffice page={page} />
      )}
      <StatusBar
        onShowSync={() => goTo('sync')}
        onShowOutbox={() => goTo('outbox')}
        onShowConflicts={() => goTo('conflicts')}
      >
        <BarEnd />
      </StatusBar>
    </>
  );
}

function BackOffice({ page }: { page: Exclude<Page, 'customers'> }) {
  const status = useSync((state) => state.status);
  const unsettled = useCard((state) => state.unsettledTotal);
  return (
    <PageFrame
      page={page}
      counts={{
        sync: status?.heldBack ?? 0,
        outbox: status?.parked ?? 0,
        conflicts: status?.conflicts ?? 0,
        cards: unsettled,
      }}
    >
      {page === 'sync' && (
        <SyncView
          onShowConnection={() => showSettings('connection')}
          onShowOutbox={() => goTo('outbox')}
          onShowConflicts={() => goTo('conflicts')}
        />
      )}
      {page === 'outbox' && (
        <OutboxView
          connected={status !== null && status.reach !== 'not-connected'}
          holds={status?.holds ?? roomForAll}
          onOpen={openByUid}
          onShowConflicts={() => goTo('conflicts')}
        />
      )}
      {page === 'conflicts' && <ConflictsView onOpen={openByUid} />}
      {page === 'duplicates' && <DuplicatesPage />}
      {page === 'cards' && <CardsPage />}
      {page === 'settings' && <SettingsPage />}
    </PageFrame>
  );
}

function BarEnd() {
  const { t } = useTranslation();
  const session = useSession((state) => state.session);
  return (
    <>
      <UpdateReadyLine onShow={() => showSettings('updates')} />
      {session && session.cashiers.length > 0 && (
        <Button look="quiet" icon={Lock} onClick={lockTill} className="px-3 text-sm">
          {session.cashier}
        </Button>
      )}
      <IconButton icon={CircleHelp} label={t('header.keys')} onClick={() => showKeys(true)} />
    </>
  );
}
