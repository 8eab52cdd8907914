import type { HandOverField, HandOverValues } from './fields.ts';
import { hasAnyOf, unknownFieldOf, writeTemplate } from './template.ts';

/** What calling a local address consists of. */
export interface UrlCall {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** JSON, for POST. */
  readonly body: string | undefined;
}

/** Why an address cannot be called. */
export type UrlProblem = 'empty' | 'not-an-address' | 'sign-in' | 'unknown-field' | 'other-host';

const schemeAndHost = /^(https?):\/\/([^/?#]+)/i;

/** `127.0.0.0/8`, `::1` and `localhost`: this computer itself. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase();
  return host === 'localhost' || host === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/**
 * What is wrong with the address template. Its scheme and host have to stand
 * there in full: no value of a customer decides where something is sent.
 *
 * @param allowedHosts hosts (with their port, where it is not the usual one) that the shop's IT allows besides this computer
 */
export function problemOfUrl(template: string, allowedHosts: readonly string[] = []): UrlProblem | undefined {
  if (template.trim() === '') return 'empty';
  const [, , authority = ''] = schemeAndHost.exec(template) ?? [];
  if (authority === '' || /[{}\\\s]/.test(authority)) return 'not-an-address';
  let url: URL;
  try {
    url = new URL(template);
  } catch {
    return 'not-an-address';
  }
  if (url.username !== '' || url.password !== '') return 'sign-in';
  if (unknownFieldOf(template) !== undefined) return 'unknown-field';
  const isAllowed = isLoopback(url.hostname) || allowedHosts.includes(url.host.toLowerCase());
  return isAllowed ? undefined : 'other-host';
}

/**
 * The call for one customer: values in the address percent-encoded (RFC 3986), for POST
 * the chosen fields as a JSON object too.
 *
 * @returns undefined when the customer has none of what is to be handed over
 */
export function urlCallFor(
  settings: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly fields: readonly HandOverField[];
  },
  values: HandOverValues,
): UrlCall | undefined {
  const url = writeTemplate(settings.url, values, encodeValue);
  const chosen = chosenValues(settings.method === 'POST' ? settings.fields : [], values);
  if (!hasAnyOf(settings.url, values) && Object.keys(chosen).length === 0) return undefined;
  return {
    method: settings.method,
    url,
    body: settings.method === 'POST' ? JSON.stringify(chosen) : undefined,
  };
}

/** The chosen fields that the customer has, in the order they were chosen. */
export function chosenValues(fields: readonly HandOverField[], values: HandOverValues): HandOverValues {
  return Object.fromEntries(
    fields.flatMap((field) => (values[field] === undefined ? [] : [[field, values[field]]])),
  );
}

/** Of what encodeURIComponent leaves, RFC 3986 reserves these. */
function encodeValue(value: string): string {
  return encodeURIComponent(value).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
