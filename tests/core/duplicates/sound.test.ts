import { expect, it } from 'vitest';
import { soundOf } from '../../../electron/core/duplicates/sound.ts';

it.each([
  ['kristian', 'christian'],
  ['karlsen', 'carlsen'],
  ['knutsen', 'knudsen'],
  ['sofie', 'sophie'],
  ['viktor', 'wictor'],
  ['nilsen', 'nilssen'],
  ['smith', 'smidt'],
  ['alexander', 'aleksander'],
])('%s sounds like %s', (one, other) => {
  expect(soundOf(one)).toBe(soundOf(other));
});

it.each([
  ['hansen', 'jensen'],
  ['kari', 'mari'],
  ['0155', '0156'],
])('%s does not sound like %s', (one, other) => {
  expect(soundOf(one)).not.toBe(soundOf(other));
});

it('never loses a word altogether', () => {
  for (const word of ['a', 'ea', 'h', 'åø', '李', '12']) expect(soundOf(word)).not.toBe('');
});
