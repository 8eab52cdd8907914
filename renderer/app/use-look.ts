import { useEffect } from 'react';
import type { Settings } from '#shared/contract/values';

const rememberedKey = 'tillbook-theme';

/** Before the settings are there: the theme of last time, so that a dark till does not start with a flash. */
export function applyRememberedLook(): void {
  setTheme(localStorage.getItem(rememberedKey) ?? 'system');
}

/** Theme and text size, on the page's root where the style sheet looks for them. */
export function useLook(settings: Settings | null): void {
  useEffect(() => {
    if (!settings) return;
    setTheme(settings.theme);
    localStorage.setItem(rememberedKey, settings.theme);
    document.documentElement.dataset['textSize'] = settings.textSize;
  }, [settings]);
}

function setTheme(theme: string): void {
  const { dataset } = document.documentElement;
  if (theme === 'light' || theme === 'dark') dataset['theme'] = theme;
  else delete dataset['theme'];
}
