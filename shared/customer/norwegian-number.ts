/** Of the first to the last digit; the last is the check digit (Brønnøysundregistrene, “Organisasjonsnummeret”). */
const weights = [3, 2, 7, 6, 5, 4, 3, 2, 1];

/**
 * Whether nine digits are a Norwegian organisation number. The window needs no
 * more than this of the libraries that know every country's.
 */
export function isNorwegianNumber(digits: string): boolean {
  if (!/^\d{9}$/.test(digits)) return false;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  return sum % 11 === 0;
}
