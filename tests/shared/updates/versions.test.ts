import { expect, it } from 'vitest';
import { isInRollout } from '../../../shared/updates/rollout.ts';
import { compareVersions, versionNotation } from '../../../shared/updates/versions.ts';

// Semantic Versioning 2.0.0, item 11, and numbers that are no texts.
const inOrder = [
  '0.9.10',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '1.0.9',
  '1.0.10',
  '1.2.0',
  '2.0.0',
];

it('orders versions as Semantic Versioning does', () => {
  for (const [index, version] of inOrder.entries()) {
    expect(version).toMatch(versionNotation);
    for (const [other, against] of inOrder.entries()) {
      expect(Math.sign(compareVersions(version, against)), `${version} ${against}`).toBe(
        Math.sign(index - other),
      );
    }
  }
});

it.each(['1.2', '01.2.3', '1.2.3+build', 'v1.2.3', '1.2.3-', '1.2.3 '])('takes %s for no version', (text) => {
  expect(text).not.toMatch(versionNotation);
});

it('lets about so many of a hundred tills have a release, and those again when the share grows', () => {
  const tills = Array.from(
    { length: 1000 },
    (_, index) =>
      `00000000-0000-4000-8000-0000${Math.floor((index + 0.5) * 4_294_967.295)
        .toString(16)
        .padStart(8, '0')}`,
  );
  const among = (percentage?: number) => tills.filter((till) => isInRollout(till, percentage));
  expect(among(10)).toHaveLength(100);
  expect(among(25)).toEqual(expect.arrayContaining(among(10)));
  expect(among(0)).toEqual([]);
  expect(among(100)).toEqual(tills);
  expect(among()).toEqual(tills);
});
