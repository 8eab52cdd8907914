/**
 * Why an address cannot be a customer service's base URL, in words for a person;
 * undefined when it can. Paths are put behind it, and the sign-in is kept apart
 * from it: a query, a fragment, a user or a password has no place in it (it
 * would be shown wherever the connection is, and `fetch` refuses it).
 */
export function problemOfServiceUrl(url: string): string | undefined {
  if (!/^https?:\/\/[^\s\\]+$/i.test(url) || !URL.canParse(url))
    return 'An address begins with https:// (or http://) and the name of a host, without spaces.';
  if (/^[^/]*\/\/[^/]*@/.test(url))
    return 'A user name or password does not belong in the address: the sign-in is kept apart from it.';
  if (/[?#]/.test(url)) return 'The address ends before the first “?” or “#”.';
  return undefined;
}

/**
 * Whether what is sent to the address, the sign-in with it, crosses a network unencrypted.
 *
 * @param url a base URL without a problem
 */
export function isUnprotected(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
