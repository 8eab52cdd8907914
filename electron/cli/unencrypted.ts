/** What is said of an address with `http:` on another machine. */
export function unencryptedWords(url: string): string {
  return `${url} is not encrypted: the sign-in travels unprotected. Use https:// if the service has it.`;
}
