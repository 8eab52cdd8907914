import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectDir, projectFiles } from './read-markdown.ts';

const map = readFileSync(join(projectDir, 'docs/architecture.svg'), 'utf8');
/** Every room the map names, by its path. */
const onMap = [...map.matchAll(/data-path="([^"]+)"[^>]*>([^<]+)</g)].map(([, path = '', label = '']) => ({
  path,
  label,
}));

function foldersIn(folder: string): string[] {
  return readdirSync(join(projectDir, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);
}

it('has every room on the map of the house, and no other', () => {
  const top = new Set(projectFiles().flatMap((path) => (path.includes('/') ? [path.split('/')[0]!] : [])));
  const rooms = [
    ...[...top].filter((folder) => folder !== 'electron' && folder !== '.ci'),
    ...foldersIn('electron'),
    ...foldersIn('electron/core'),
  ];
  expect(onMap.map(({ path }) => path).toSorted()).toEqual(rooms.toSorted());
  for (const { path, label } of onMap) {
    expect(existsSync(join(projectDir, path)), path).toBe(true);
    expect(`${path}/`.endsWith(`/${label}`) || `${path}/` === label, `${path} is called ${label}`).toBe(true);
  }
});

it('draws the map for light and dark without asking anybody else', () => {
  expect(map).toContain('prefers-color-scheme: dark');
  expect(map).toContain('<title');
  expect(map.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
});
