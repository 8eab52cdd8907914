/** Whether the text is the whole path of a file or folder, as Linux, macOS or Windows write one. */
export function isWholePath(text: string): boolean {
  return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(text);
}
