import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = fileURLToPath(new URL('../..', import.meta.url));

/** One Markdown file of the project. */
export interface Document {
  /** From the project's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block. */
export interface Fence {
  /** What stands behind the opening backticks; empty for none. */
  readonly language: string;
  /** Of the opening backticks, from 1. */
  readonly line: number;
  readonly text: string;
}

const notOurs = new Set(['node_modules', 'out', 'dist', 'coverage', 'test-results', 'playwright-report']);

/** Every file of the project that people have written, as paths from its folder. */
export function projectFiles(folder = ''): string[] {
  return readdirSync(join(projectDir, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name) || (entry.name.startsWith('.') && entry.name !== '.ci')) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? projectFiles(path) : [path];
  });
}

/** Every document of the project: the readme of each room, too. */
export function readDocuments(): readonly Document[] {
  return projectFiles()
    .filter((path) => path.endsWith('.md'))
    .map((path) => ({ path, text: readFileSync(join(projectDir, path), 'utf8') }));
}

const fence = /^```(\S*)[^\n]*\n([\s\S]*?)^```$/gm;

export function fencesOf(text: string): Fence[] {
  return [...text.matchAll(fence)].map((found) => ({
    language: found[1] ?? '',
    line: text.slice(0, found.index).split('\n').length,
    text: found[2] ?? '',
  }));
}

/** The text without its fenced blocks. */
export const proseOf = (text: string): string => text.replaceAll(fence, '');

/** What stands between single backticks, line ends within it as spaces. */
export function inlineCodeOf(text: string): string[] {
  return [...proseOf(text).matchAll(/`([^`]+)`/g)].map((found) => found[1]!.replaceAll(/\s+/g, ' '));
}

/** Where the links and pictures of a document lead, addresses of the web left out. */
export function linksOf(text: string): string[] {
  return [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((found) => found[1]!)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading] of proseOf(text).matchAll(/^#{1,6} +(.+)$/gm)) {
    const slug = heading!
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again += 1) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** The commands of a shell block: continued lines joined, comments and empty lines left out. */
export function commandsOf(block: string): string[] {
  return block
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/(^|\s+)#(\s.*)?$/, '').trim())
    .filter((line) => line !== '');
}
