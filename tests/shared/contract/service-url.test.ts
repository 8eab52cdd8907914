import { describe, expect, it } from 'vitest';
import { isUnprotected } from '#shared/contract/service-url';
import { connectionSchema } from '#shared/contract/values';

const url = connectionSchema.shape.url;

describe('the address of a customer service', () => {
  it.each([
    'https://api.flowretail.com/v2',
    'HTTPS://API.flowretail.com/',
    'http://127.0.0.1:8080',
    'http://[::1]:8080/base',
    'https://kunde.åse.no',
    'https://shop.example/tenants/@us',
  ])('can be %s', (text) => {
    expect(url.parse(text)).toBe(text);
  });

  it.each([
    ['', 'begins with https://'],
    ['api.flowretail.com', 'begins with https://'],
    ['ftp://api.flowretail.com', 'begins with https://'],
    ['javascript:alert(1)', 'begins with https://'],
    ['https:api.flowretail.com', 'begins with https://'],
    ['https://', 'begins with https://'],
    ['https://api flowretail.com', 'begins with https://'],
    ['https://user:secret@api.flowretail.com', 'password does not belong'],
    ['https://user@api.flowretail.com/v2', 'password does not belong'],
    ['https://api.flowretail.com/v2?tenant=1', 'ends before'],
    ['https://api.flowretail.com/v2#customers', 'ends before'],
    ['https://api.flowretail.com?', 'ends before'],
  ])('cannot be “%s”, which is said in words that do not repeat it', (text, words) => {
    const issues = url.safeParse(text).error?.issues ?? [];
    expect(issues.map(({ message }) => message)).toEqual([expect.stringContaining(words)]);
    expect(JSON.stringify(issues)).not.toContain('secret');
  });

  it.each([
    ['https://api.flowretail.com', false],
    ['http://api.flowretail.com', true],
    ['http://192.168.1.20:8080', true],
    ['http://127.evil.example', true],
    ['http://localhost:3000', false],
    ['http://127.0.0.1:3000', false],
    ['http://[::1]:3000', false],
  ])('%s leaves the sign-in unprotected: %s', (text, unprotected) => {
    expect(isUnprotected(text)).toBe(unprotected);
  });
});
