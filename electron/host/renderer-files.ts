import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { securityHeaders } from './security-headers.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * Answers one request for a file of the built renderer; the same for `app://`
 * and for loopback. Only GET, only files below `root` of a known kind, always
 * with the security headers.
 *
 * @param root absolute path of out/renderer
 * @param pathname path of the request's URL, still percent-encoded
 */
export async function answerWithRendererFile(
  root: string,
  method: string,
  pathname: string,
): Promise<Response> {
  if (method !== 'GET') return refuse(405, 'Only GET is answered here.');
  const path = resolveInside(root, pathname);
  const mediaType = path === undefined ? undefined : mediaTypes[extname(path)];
  if (path === undefined || mediaType === undefined) return refuse(404, 'There is no such page.');
  const body = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR' || cause.code === 'EISDIR') return undefined;
    throw cause;
  });
  if (body === undefined) return refuse(404, 'There is no such page.');
  return new Response(new Uint8Array(body), {
    headers: {
      ...securityHeaders,
      'content-type': mediaType,
      // Names under assets/ carry a hash of the content; everything else may change with an update.
      'cache-control': pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
    },
  });
}

/** The file a path names, or undefined for a path that is malformed or would leave `root`. */
function resolveInside(root: string, pathname: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined; // not valid percent-encoding: no file has such a name
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
  const path = normalize(join(root, decoded.endsWith('/') ? `${decoded}index.html` : decoded));
  return path.startsWith(normalize(root) + sep) ? path : undefined;
}

function refuse(status: number, words: string): Response {
  return new Response(words, {
    status,
    headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
  });
}
