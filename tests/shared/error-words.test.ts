import { describe, expect, it } from 'vitest';
import { because, errorReasons, inWords, type ErrorReason } from '#shared/contract/error-reasons';
import { errorWords as catalogue, fail, type ErrorCode } from '#shared/contract/errors';
import { errorLine, errorWords, issueWords } from '../../renderer/ui/error-words.ts';
import { speakIn } from './spoken.ts';

const codes = Object.keys(catalogue) as ErrorCode[];
const reasons = Object.keys(errorReasons) as ErrorReason[];
const others = ['nb', 'sv', 'da', 'de'] as const;

describe('a failure', () => {
  it.each(others)('of any code is told in %s alone', async (language) => {
    const t = await speakIn(language);
    for (const code of codes) {
      const { title, detail } = errorWords(t, fail(code).error);
      expect(title, code).toBe(t(`errors.${code}`));
      expect(title, code).not.toBe(catalogue[code]);
      expect(detail, code).toBe('');
    }
  });

  it.each(others)('for any reason is told in %s, filled in', async (language) => {
    const t = await speakIn(language);
    const fill = { fields: 'mobile, credit.limit', type: 'COMPANY', conditions: 'paused,error' };
    const all = {
      ...fill,
      name: 'Ola',
      names: 'Ola, Per',
      id: 'c-1',
      number: '3',
      most: '9',
      right: 'r',
      service: 'S',
      words: 'w',
      status: '4',
      file: 'f',
      folders: '/b',
      problem: 'p',
    };
    for (const reason of reasons) {
      const { detail } = errorWords(t, fail('internal', because(reason, all)).error);
      expect(detail, reason).not.toMatch(/[{}]|reasons\.|mobile,|credit\.limit|COMPANY|paused|^$/);
      expect(detail, reason).not.toBe(because(reason, all).message);
    }
  });

  it('says which fields by their names, as people call them', async () => {
    const t = await speakIn('nb');
    const { error } = fail(
      'customer.invalid',
      because('customer.no-place', { fields: 'mobile, credit.limit' }),
    );
    expect(errorWords(t, error).detail).toContain('mobil, kredittgrense');
  });

  it('hides the core’s own English from whoever reads another language', async () => {
    const { error } = fail('internal', { message: 'Something only the log needs.' });
    expect(errorLine(await speakIn('en'), error)).toContain('Something only the log needs.');
    expect(errorLine(await speakIn('de'), error)).not.toContain('log');
  });

  it('shows what the service said as it came, in every language', async () => {
    const { error } = fail('service.rejected', { ...inWords('email: not unique'), logId: 'abc' });
    expect(errorLine(await speakIn('sv'), error)).toBe(
      'Kundsystemet godtog inte detta. email: not unique Referens för kundsystemets support: abc',
    );
  });
});

describe('an issue of a field', () => {
  it('is told by its code, else as the service said it, else without English', async () => {
    const t = await speakIn('de');
    expect(issueWords(t, { field: 'email', code: 'email.invalid', message: 'Not whole.' })).toBe(
      t('issues.email.invalid'),
    );
    expect(issueWords(t, { field: 'email', code: 'service', message: 'not unique' })).toBe('not unique');
    expect(issueWords(t, { field: 'limit', code: 'too_big', message: 'Too big' })).toBe(t('issues.other'));
    expect(issueWords(await speakIn('en'), { field: 'limit', code: 'too_big', message: 'Too big' })).toBe(
      'Too big',
    );
  });
});
