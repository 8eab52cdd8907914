import { describe, expect, it } from 'vitest';
import { matchLanguage } from '#shared/contract/languages';

describe('the language of a computer', () => {
  it.each([
    [['nb-NO', 'en'], 'nb'],
    [['no'], 'nb'],
    [['nn-NO'], 'nb'],
    [['fr-FR', 'de-AT', 'en'], 'de'],
    [['sv_FI.UTF-8'], 'sv'],
    [['da'], 'da'],
    [['', 'en-GB'], 'en'],
    [['zh-CN'], 'en'],
    [[], 'en'],
  ] as const)('%j is read in %s', (preferred, language) => {
    expect(matchLanguage(preferred)).toBe(language);
  });
});
