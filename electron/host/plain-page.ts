import { createHash } from 'node:crypto';
import { securityHeaders } from './security-headers.ts';

const style = `
:root { color-scheme: light dark; font: 18px/1.5 system-ui, sans-serif; }
body { display: grid; min-height: 100vh; margin: 0; place-items: center; }
main { max-width: 34rem; padding: 2rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
code { overflow-wrap: anywhere; opacity: 0.75; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** A page of words alone, for when the till itself cannot be shown. */
export function answerWithPlainPage(
  status: number,
  page: { readonly title: string; readonly paragraphs: readonly string[]; readonly code?: string },
): Response {
  const paragraphs = page.paragraphs.map((words) => `<p>${escapeHtml(words)}</p>`).join('\n');
  const code = page.code === undefined ? '' : `<p><code>${escapeHtml(page.code)}</code></p>`;
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(page.title)}</title><style>${style}</style></head>
<body><main><h1>${escapeHtml(page.title)}</h1>
${paragraphs}
${code}</main></body>
</html>
`;
  return new Response(html, {
    status,
    headers: {
      ...securityHeaders,
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    },
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
