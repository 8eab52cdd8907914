import type { Contender } from './contender.ts';
import { flexsearch, fuse, minisearch, ufuzzy } from './in-memory.ts';
import { fts5Prefix, fts5Trigram, like } from './sqlite.ts';
import { tillbook } from './tillbook.ts';

export const contenders: Readonly<Record<string, Contender>> = {
  tillbook,
  fuse,
  minisearch,
  ufuzzy,
  flexsearch,
  'fts5-prefix': fts5Prefix,
  'fts5-trigram': fts5Trigram,
  like,
};
