import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorWords } from '../../shared/contract/errors.ts';
import { operationNames } from '../../shared/contract/operation-names.ts';
import { tillConfigJsonSchema } from '../../shared/provisioning/till-config.ts';
import {
  anchorsOf,
  inlineCodeOf,
  linksOf,
  projectDir,
  projectFiles,
  readDocuments,
  type Document,
} from './read-markdown.ts';

const documents = readDocuments();
const files = projectFiles();
const folders = new Set(
  files.flatMap((path) => path.split('/').map((_, at, parts) => parts.slice(0, at).join('/'))),
);

/** What the documents name, with where they do. */
const named = documents.flatMap((document) =>
  inlineCodeOf(document.text).map((code) => ({ code, document })),
);

const wrong = (found: readonly { code: string; document: Document }[]): string[] =>
  found.map(({ code, document }) => `${document.path}: ${code}`);

/** Every key of the configuration file and of the settings, with those above it, in dots. */
function keysOf(schema: unknown, above = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: Readonly<Record<string, unknown>> };
  const keys: string[] = [];
  for (const [key, below] of Object.entries(properties ?? {})) {
    keys.push(above + key, ...keysOf(below, `${above}${key}.`));
  }
  return keys;
}

describe('a document', () => {
  it('leads only to what is there', () => {
    const dead = documents.flatMap(({ path, text }) =>
      linksOf(text)
        .filter((target) => {
          const [file = '', anchor] = target.split('#');
          const to = file === '' ? path : normalize(join(dirname(path), file)).replace(/\/$/, '');
          if (!existsSync(join(projectDir, to))) return true;
          return anchor !== undefined && !anchorsOf(readFileSync(join(projectDir, to), 'utf8')).has(anchor);
        })
        .map((target) => `${path}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it('names only files and folders that are there', () => {
    const paths = named.filter(
      ({ code }) =>
        /^\w[\w.-]*(\/[\w.-]+)*\/?$/.test(code) &&
        (/\.(ts|tsx|mjs|css|c|md)$/.test(code) ||
          /^(electron|renderer|shared|scripts|tests|bench|docs|resources)\//.test(code)),
    );
    const isThere = ({ code, document }: { code: string; document: Document }): boolean => {
      const path = code.replace(/\/$/, '');
      const beside = normalize(join(dirname(document.path), path));
      return (
        folders.has(path) ||
        folders.has(beside) ||
        files.some((file) => file === path || file === beside || file.endsWith(`/${path}`))
      );
    };
    expect(paths.length).toBeGreaterThan(100);
    expect(wrong(paths.filter((each) => !isThere(each)))).toEqual([]);
  });

  it('names only operations, errors and settings that there are', () => {
    const settings = keysOf(tillConfigJsonSchema()).map((key) => key.replace(/^settings\./, ''));
    const known = new Set<string>([...operationNames, ...Object.keys(errorWords), ...settings]);
    const families = new Set([...known].map((name) => name.split('.')[0]!));
    const isFile = /\.(key|db|log|json|ts|tsx|css|md|csv|backup|status|yml)$/;
    const names = named
      .map(({ code, document }) => ({ code: code.split(' ')[0]!, document }))
      .filter(
        ({ code }) =>
          /^[a-z-]+\.[a-zA-Z][a-zA-Z-]*$/.test(code) &&
          families.has(code.split('.')[0]!) &&
          !isFile.test(code),
      );
    expect(names.length).toBeGreaterThan(10);
    expect(wrong(names.filter(({ code }) => !known.has(code)))).toEqual([]);
  });
});
