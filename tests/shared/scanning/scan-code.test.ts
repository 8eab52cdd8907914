import { describe, expect, test } from 'vitest';
import { codeOfScan } from '#shared/scanning/scan-code';

const gs = '\u001D';

describe('the code of a scan', () => {
  test.each([
    ['2912345678901234', { code: '2912345678901234' }],
    [']C02912345678901234', { code: '2912345678901234', symbology: 'code128' }],
    [`]C1${gs}8018123456789012345678${gs}`, { code: '8018123456789012345678', symbology: 'gs1-128' }],
    [']E02912345678905', { code: '2912345678905', symbology: 'ean13' }],
    [']E412345670', { code: '12345670', symbology: 'ean8' }],
    [']Q3https://shop.example/c/1', { code: 'https://shop.example/c/1', symbology: 'qrcode' }],
    [']z0ABC-1', { code: 'ABC-1', symbology: 'azteccode' }],
    [']L2KUNDE 7', { code: 'KUNDE 7', symbology: 'pdf417' }],
    [']d1X9', { code: 'X9', symbology: 'datamatrix' }],
    [']X0unknown', { code: 'unknown', symbology: 'other' }],
    ['\u00022912345678905\u0003\r\n', { code: '2912345678905' }],
    ['  A 1  ', { code: 'A 1' }],
    // Not identifiers: a bracket of the code's own.
    ['[1]', { code: '[1]' }],
    [']', { code: ']' }],
    ['', { code: '' }],
  ])('%j', (text, expected) => {
    expect(codeOfScan(text)).toEqual(expected);
  });

  test('a code that was taken out is a code by itself', () => {
    const { code } = codeOfScan(`]C12900000000017${gs}`);
    expect(codeOfScan(code)).toEqual({ code: '2900000000017' });
  });
});
