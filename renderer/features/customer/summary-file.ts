import type { Summary, SummarySection } from './summary.ts';

/** The summary as a page of its own, readable in any browser without anything beside it. */
export function summaryAsHtml({ title, source, sections }: Summary, language: string): string {
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
body { font: 11pt/1.45 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #191d1b; background: #fff }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; border-bottom: 1px solid }
table { width: 100%; border-collapse: collapse } th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0 }
tr { break-inside: avoid } th { font-weight: 600 } tbody th { width: 12rem; font-weight: 400 }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${escaped(source)}</p>
${sections.map(sectionAsHtml).join('\n')}
</body>
</html>
`;
}

function sectionAsHtml({ title, facts = [], table }: SummarySection): string {
  const rows = facts.map(
    ([label, words]) => `<tr><th scope="row">${escaped(label)}</th><td>${escaped(words)}</td></tr>`,
  );
  const heads = table?.heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join('') ?? '';
  const cells = table?.rows.map(
    (row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
  );
  const head = heads === '' ? '' : `<thead><tr>${heads}</tr></thead>`;
  return `<h2>${escaped(title)}</h2>
<table>${head}<tbody>${[...rows, ...(cells ?? [])].join('')}</tbody></table>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
