/** Readable in any browser and on paper without anything beside it. */
const style = `body{font:11pt/1.45 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
h3{font-size:1.5rem;margin:0}h4{font-size:1.05rem;margin:1.6rem 0 .3rem;border-bottom:1px solid}
table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}
dl{margin:0}dl>div{display:flex;gap:1rem}dt{width:12rem}dd{margin:0;font-weight:600}tr{break-inside:avoid}`;

/** The page that is printed, as a file of its own. Its markup is this window's own, names and all escaped already. */
export function printedPageAsFile(): Blob {
  const printed = document.querySelector('.print-page');
  const title = printed?.querySelector('h3')?.innerHTML ?? '';
  const head = `<meta charset="utf-8"><title>${title}</title><style>${style}</style>`;
  const { lang } = document.documentElement;
  const page = `<!doctype html><html lang="${lang}"><head>${head}</head><body>${printed?.innerHTML ?? ''}</body></html>`;
  return new Blob([page], { type: 'text/html' });
}
