/**
 * E-mail addresses as shops meet them. The rules of RFC 5321 and, for letters
 * beyond ASCII, RFC 6531 and IDNA; without what no mailbox in use has: quoted
 * local parts, comments, IP addresses, domains without a dot. zod's own pattern
 * will not do: it refuses internationalised domains and characters such as "&".
 */

/** RFC 5321, 4.5.3.1: octets of the local part, and of a path less its angle brackets. */
const maxLocalOctets = 64;
const maxAddressOctets = 254;

/** RFC 5322 `dot-atom`, with the letters of RFC 6531. */
const localPart = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
/** Nothing in it that would make a URL parser see more than a host name. */
const domainLetters = /^[\p{L}\p{M}\p{N}.-]+$/u;
/** Host name of RFC 1123 with at least one dot, whose last label cannot be taken for a number. */
const asciiDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

const octets = new TextEncoder();

/**
 * An e-mail address as it is stored: trimmed, the domain in lower case (the
 * local part belongs to the mailbox's own server and stays as it is).
 *
 * @returns undefined when mail cannot be sent there
 */
export function readEmail(text: string): string | undefined {
  const written = text.normalize('NFC').trim();
  const at = written.lastIndexOf('@');
  if (at < 1 || written.length > maxAddressOctets) return undefined;
  const local = written.slice(0, at);
  const domain = written
    .slice(at + 1)
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC');
  const address = `${local}@${domain}`;
  const fits =
    localPart.test(local) &&
    octets.encode(local).length <= maxLocalOctets &&
    octets.encode(address).length <= maxAddressOctets &&
    isDomain(domain);
  return fits ? address : undefined;
}

function isDomain(domain: string): boolean {
  if (!domainLetters.test(domain)) return false;
  const url = `http://${domain}`;
  return URL.canParse(url) && asciiDomain.test(new URL(url).hostname);
}
