import { createPrivate } from '../bridge/private-store.ts';
import type { SettingsSection } from '../features/settings/view.tsx';

export type Page = 'customers' | 'sync' | 'outbox' | 'conflicts' | 'duplicates' | 'cards' | 'settings';
/** The parts of the page for cards. */
export type CardsSection = 'queue' | 'many' | 'printers' | 'designs';
/** What lies beside the list of customers. */
export type Pane = 'welcome' | 'customer' | 'register';

interface Navigation {
  readonly page: Page;
  readonly pane: Pane;
  readonly settingsSection: SettingsSection;
  readonly cardsSection: CardsSection;
  readonly keysShown: boolean;
}

/** Where in the till the cashier is. */
export const useNavigation = createPrivate<Navigation>(
  () => ({
    page: 'customers',
    pane: 'welcome',
    settingsSection: 'look',
    cardsSection: 'queue',
    keysShown: false,
  }),
  { keep: (state) => state },
);

export function goTo(page: Page): void {
  useNavigation.setState({ page });
}

export function showSettings(settingsSection: SettingsSection): void {
  useNavigation.setState({ page: 'settings', settingsSection });
}

export function showCards(cardsSection: CardsSection): void {
  useNavigation.setState({ page: 'cards', cardsSection });
}

export function showPane(pane: Pane): void {
  useNavigation.setState({ page: 'customers', pane });
}

export function showKeys(keysShown: boolean): void {
  useNavigation.setState({ keysShown });
}
