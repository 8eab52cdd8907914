import { create } from 'zustand';
import type { SettingsSection } from '../features/settings/view.tsx';

export type Page = 'customers' | 'sync' | 'outbox' | 'conflicts' | 'duplicates' | 'settings';
/** What lies beside the list of customers. */
export type Pane = 'welcome' | 'customer' | 'register';

interface Navigation {
  readonly page: Page;
  readonly pane: Pane;
  readonly settingsSection: SettingsSection;
  readonly keysShown: boolean;
}

/** Where in the till the cashier is. */
export const useNavigation = create<Navigation>(() => ({
  page: 'customers',
  pane: 'welcome',
  settingsSection: 'look',
  keysShown: false,
}));

export function goTo(page: Page): void {
  useNavigation.setState({ page });
}

export function showSettings(settingsSection: SettingsSection): void {
  useNavigation.setState({ page: 'settings', settingsSection });
}

export function showPane(pane: Pane): void {
  useNavigation.setState({ page: 'customers', pane });
}

export function showKeys(keysShown: boolean): void {
  useNavigation.setState({ keysShown });
}
