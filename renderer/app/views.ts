import { lazyView } from './lazy-view.tsx';

/** What the window does not show when it starts, each a file of its own; likeliest first. */

export const CustomerPane = lazyView(async () => (await import('./customer-pane.tsx')).CustomerPane);
export const RegisterView = lazyView(
  async () => (await import('../features/register/view.tsx')).RegisterView,
);
export const CodeDialogs = lazyView(async () => (await import('../features/codes/view.tsx')).CodeDialogs);
export const LockScreen = lazyView(
  async () => (await import('../features/session/lock-screen.tsx')).LockScreen,
);
export const LendDialog = lazyView(
  async () => (await import('../features/session/lend-dialog.tsx')).LendDialog,
);
export const LeftDraftNotice = lazyView(
  async () => (await import('./left-draft-notice.tsx')).LeftDraftNotice,
);
export const SafeModeNotice = lazyView(async () => (await import('./safe-mode-notice.tsx')).SafeModeNotice);
export const LockingNotice = lazyView(
  async () => (await import('../features/session/locking-notice.tsx')).LockingNotice,
);
export const OutboxView = lazyView(async () => (await import('../features/outbox/view.tsx')).OutboxView);
export const SyncView = lazyView(async () => (await import('../features/sync/view.tsx')).SyncView);
export const CardsPage = lazyView(async () => (await import('./cards-page.tsx')).CardsPage);
export const ConflictsView = lazyView(
  async () => (await import('../features/conflicts/view.tsx')).ConflictsView,
);
export const DuplicatesPage = lazyView(async () => (await import('./duplicates-page.tsx')).DuplicatesPage);
export const SettingsPage = lazyView(async () => (await import('./settings-page.tsx')).SettingsPage);
export const FirstRun = lazyView(async () => (await import('./first-run.tsx')).FirstRun);
export const KeysDialog = lazyView(async () => (await import('./keys-dialog.tsx')).KeysDialog);
