import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSerialText } from '#shared/scanning/serial-text';

const codes = fc.array(fc.stringMatching(/^[0-9A-Z]{6,16}$/), { minLength: 1, maxLength: 5 });

test('scans come out whole, in whatever pieces and with whatever end they come in', () => {
  fc.assert(
    fc.property(
      codes,
      fc.constantFrom('\r', '\n', '\r\n', '\u0003'),
      fc.nat({ max: 9 }),
      (sent, end, cut) => {
        const serial = createSerialText();
        const stream = sent.map((code) => code + end).join('');
        const heard: string[] = [];
        for (let at = 0; at < stream.length; at += cut + 1) {
          heard.push(...serial.take(stream.slice(at, at + cut + 1)));
        }
        expect([...heard, ...serial.flush()]).toEqual(sent);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a scan without an end is one when nothing comes any more', () => {
  const serial = createSerialText();
  expect(serial.take('29123')).toEqual([]);
  expect(serial.take('45')).toEqual([]);
  expect(serial.flush()).toEqual(['2912345']);
  expect(serial.flush()).toEqual([]);
});

test('noise without an end does not fill the memory', () => {
  const serial = createSerialText();
  for (let piece = 0; piece < 100; piece += 1) serial.take('x'.repeat(1000));
  expect(serial.flush()[0]?.length).toBeLessThanOrEqual(8192);
});
