import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { applyRememberedLook } from './app/use-look.ts';
import { startTranslations } from './i18n.ts';
import '@fontsource-variable/inter/opsz.css';
import './theme.css';

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no root element.');

applyRememberedLook();
await startTranslations();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
