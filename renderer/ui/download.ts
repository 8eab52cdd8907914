/** Hands a file to the browser's (or the desktop's) own way of saving. */
export function downloadFile(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The download has taken its own hold of the content by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export function downloadJson(fileName: string, value: unknown): void {
  downloadFile(fileName, new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }));
}

/** Base64, as the contract carries bytes, to a blob. */
export function blobOfBase64(base64: string, mediaType: string): Blob {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: mediaType });
}
