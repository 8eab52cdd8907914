import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { rememberedLanguage } from './app/use-language.ts';
import { applyRememberedLook } from './app/use-look.ts';
import { startTranslations } from './i18n.ts';
import '@fontsource-variable/inter/opsz.css';
import './theme.css';

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no root element.');

applyRememberedLook();
await Promise.all([
  startTranslations(rememberedLanguage()),
  // The page is drawn once, in its own letters: nothing moves when they arrive. Without them it is drawn in the system's.
  Promise.allSettled([document.fonts.load("1em 'Inter Variable'")]),
]);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
