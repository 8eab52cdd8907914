/** How long the first HTTP/1.1 message of a buffer is (RFC 9112, 6.3), so that a proxy of bytes knows where one ends. */

const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');

/** Bytes of the first request; undefined while it is not whole. */
export function requestLength(bytes: Buffer): number | undefined {
  const head = headOf(bytes);
  if (head === undefined) return undefined;
  return whole(bytes, head.length + Number(field(head, 'content-length') ?? 0));
}

/** Bytes of the first response; undefined while it is not whole. */
export function responseLength(bytes: Buffer): number | undefined {
  const head = headOf(bytes);
  if (head === undefined) return undefined;
  if (/^HTTP\/1\.1 (?:1\d\d|204|304)/.test(head)) return head.length;
  if (field(head, 'transfer-encoding') === 'chunked') return chunkedLength(bytes, head.length);
  return whole(bytes, head.length + Number(field(head, 'content-length') ?? 0));
}

/** `PUT /v2/tenants/…` of a request. */
export function requestLine(request: Buffer): string {
  const line = request.toString('latin1', 0, Math.max(0, request.indexOf(lineEnd)));
  return line.replace(/ HTTP\/1\.1$/, '');
}

/** The status of an answer; `nothing` when none came. */
export const statusOf = (answer: Buffer | undefined): string =>
  answer === undefined ? 'nothing' : answer.toString('latin1', 9, 12);

/** Latin-1, so that a character is a byte. */
function headOf(bytes: Buffer): string | undefined {
  const end = bytes.indexOf(headEnd);
  return end < 0 ? undefined : bytes.toString('latin1', 0, end + headEnd.length);
}

const field = (head: string, name: string): string | undefined =>
  new RegExp(`^${name}: *(.*)\\r$`, 'im').exec(head)?.[1]?.toLowerCase();

const whole = (bytes: Buffer, length: number): number | undefined =>
  bytes.length < length ? undefined : length;

function chunkedLength(bytes: Buffer, start: number): number | undefined {
  let at = start;
  for (;;) {
    const sizeEnd = bytes.indexOf(lineEnd, at);
    if (sizeEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, sizeEnd), 16);
    at = sizeEnd + lineEnd.length + size + lineEnd.length;
    if (bytes.length < at) return undefined;
    if (size === 0) return at;
  }
}
