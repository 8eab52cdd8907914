import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `import … from 'x'`, `export … from 'x'`, `import('x')`; what is a type alone is gone when the code runs. */
const imports =
  /(?:^|\n)\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?from\s*)?'([^']+)'|\bimport\('([^']+)'\)/g;

function fileOf(specifier: string, from: string): string | undefined {
  if (specifier.startsWith('.')) return join(dirname(from), specifier);
  if (!specifier.startsWith('#shared/')) return undefined;
  return join(root, 'shared', `${specifier.slice('#shared/'.length)}.ts`);
}

/** Packages that the code needs when it runs, each with the file of ours that asks for it. */
function packagesBehind(entry: string): Map<string, string> {
  const packages = new Map<string, string>();
  const seen = new Set<string>();
  const files = [entry];
  for (let file = files.pop(); file !== undefined; file = files.pop()) {
    if (seen.has(file) || !existsSync(file) || !/\.tsx?$/.test(file)) continue;
    seen.add(file);
    for (const [, first, second] of readFileSync(file, 'utf8').matchAll(imports)) {
      const specifier = first ?? second ?? '';
      const next = fileOf(specifier, file);
      if (next === undefined) packages.set(specifier, file.slice(root.length));
      else files.push(next);
    }
  }
  return packages;
}

test('the window carries no schema library: the core checks what comes in', () => {
  const packages = packagesBehind(join(root, 'renderer/main.tsx'));
  expect(packages.has('react')).toBe(true);
  expect(packages.get('zod')).toBeUndefined();
});
