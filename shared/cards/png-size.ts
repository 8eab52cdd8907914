/**
 * Width and height in pixels by the head of a PNG file in base64 (signature and
 * IHDR: PNG specification, 5.2 and 11.2.1); undefined when it is none.
 */
export function pngSizeOf(base64: string): { readonly width: number; readonly height: number } | undefined {
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]{44,}={0,2}$/.test(base64)) return undefined;
  const head = atob(base64.slice(0, 32));
  if (!head.startsWith('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')) return undefined;
  const numberAt = (at: number) =>
    Array.from(head.slice(at, at + 4)).reduce((sum, byte) => sum * 256 + byte.charCodeAt(0), 0);
  return { width: numberAt(16), height: numberAt(20) };
}
