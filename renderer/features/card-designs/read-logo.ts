import type { TFunction } from 'i18next';

/** As base64 the file must not be longer than 200,000 characters, and no side may have more pixels (cardDesignSchema). */
const mostBytes = 150_000;
const mostPixels = 2000;
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Where the width stands in a PNG's first chunk; the height follows (PNG specification, 11.2.1). */
const widthAt = 16;

/** A picture as a card design has it; or words for why it cannot be one. */
export async function readLogo(
  t: TFunction,
  file: File,
): Promise<{ readonly logo: string } | { readonly problem: string }> {
  if (file.size > mostBytes) {
    return {
      problem: t('designs.logoTooLarge', { size: Math.ceil(file.size / 1000), most: mostBytes / 1000 }),
    };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length < widthAt + 8 || pngSignature.some((byte, at) => bytes[at] !== byte)) {
    return { problem: t('designs.logoNotPng') };
  }
  const view = new DataView(bytes.buffer);
  const [width, height] = [view.getUint32(widthAt), view.getUint32(widthAt + 4)];
  if (width > mostPixels || height > mostPixels) {
    return { problem: t('designs.logoTooWide', { width, height, most: mostPixels }) };
  }
  return { logo: base64Of(bytes) };
}

function base64Of(bytes: Uint8Array): string {
  let characters = '';
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return btoa(characters);
}
