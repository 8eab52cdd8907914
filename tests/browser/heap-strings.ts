import type { Page } from '@playwright/test';

interface HeapSnapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } };
  readonly nodes: number[];
  readonly strings: string[];
}

/** Every string with these words that the window's scripts still hold, wherever they keep it. */
export async function heapStrings(page: Page, words: string): Promise<string[]> {
  const devTools = await page.context().newCDPSession(page);
  let text = '';
  devTools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    text += chunk;
  });
  await devTools.send('HeapProfiler.collectGarbage');
  await devTools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await devTools.detach();
  const { snapshot, nodes, strings } = JSON.parse(text) as HeapSnapshot;
  const fields = snapshot.meta.node_fields;
  const types = snapshot.meta.node_types[0];
  const found: string[] = [];
  for (let at = 0; at < nodes.length; at += fields.length) {
    const type = types[nodes[at + fields.indexOf('type')] ?? 0] ?? '';
    const name = strings[nodes[at + fields.indexOf('name')] ?? 0] ?? '';
    // Nodes of the page that are gone are named by their text in the snapshot alone: those are no strings of a script.
    if (/string/.test(type) && name.includes(words)) found.push(name);
  }
  return found;
}
