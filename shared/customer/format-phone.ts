import { callingCodeLength } from './phone-notation.ts';

/** How people in a country write their numbers: the sizes of the groups, by how the number begins. */
const groupings: Readonly<Record<string, readonly (readonly [RegExp, readonly number[]])[]>> = {
  '47': [
    [/^[49]\d{7}$/, [3, 2, 3]],
    [/^\d{8}$/, [2, 2, 2, 2]],
  ],
  '45': [[/^\d{8}$/, [2, 2, 2, 2]]],
  '46': [
    [/^8\d{7}$/, [1, 3, 2, 2]],
    [/^8\d{8}$/, [1, 3, 3, 2]],
    [/^\d{9}$/, [2, 3, 2, 2]],
  ],
  '358': [[/^\d{9,10}$/, [2, 3, 5]]],
  '354': [[/^\d{7}$/, [3, 4]]],
};

/**
 * A stored number in groups a person can read aloud: `+4790012345` → `+47 900 12 345`.
 * Light enough for the renderer: known countries by their habit, others in threes.
 * What is not "+" and digits comes back as it is.
 */
export function formatPhone(e164: string): string {
  const digits = /^\+(\d{6,15})$/.exec(e164)?.[1];
  if (digits === undefined) return e164;
  const code = digits.slice(0, callingCodeLength(digits));
  const national = digits.slice(code.length);
  const sizes = groupings[code]?.find(([shape]) => shape.test(national))?.[1];
  return `+${[code, ...(sizes === undefined ? inThrees(national) : inGroups(national, sizes))].join(' ')}`;
}

function inGroups(digits: string, sizes: readonly number[]): string[] {
  const groups: string[] = [];
  let start = 0;
  for (const size of sizes) {
    if (start < digits.length) groups.push(digits.slice(start, start + size));
    start += size;
  }
  return groups;
}

/** Threes, the last group of two to four digits, so that no digit stands alone. */
function inThrees(digits: string): string[] {
  return digits.match(/\d{3}(?=\d{2})|\d+/g) ?? [];
}
