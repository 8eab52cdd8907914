/**
 * Puts text on the clipboard while a person presses a button. The browser's
 * older way, because the desktop host refuses every permission, the clipboard's too.
 *
 * @returns whether it is there
 */
export function copyText(text: string): boolean {
  const write = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  };
  document.addEventListener('copy', write, { once: true });
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', write);
  return copied;
}
