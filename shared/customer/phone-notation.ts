/** What people write before a number, in the languages of the shops: `tlf. 900 12 345`, `m: …`. */
const label =
  /(?<![\p{L}\p{N}])(?:(?:telephone|telefon|tel|tlf|tfn|phone|mobile|mobil|mob|cell|puh|fon)[\s.:]*|[mtp][.:]\s*)(?=[+(\d])/giu;

/** A text without the words people write before phone numbers. */
export function withoutPhoneLabels(text: string): string {
  return text.replace(label, '');
}

/** Calling codes of ITU-T E.164: one, two or three digits, told apart by the first ones. */
const callingCode = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d)/;

/** How many of the digits after "+" or "00" are the calling code; 0 while it is not complete. */
export function callingCodeLength(digits: string): number {
  return callingCode.exec(digits)?.[0].length ?? 0;
}
