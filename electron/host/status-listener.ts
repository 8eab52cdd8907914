import { readFileSync } from 'node:fs';
import { fail, succeed, type ErrorCode } from '#shared/contract/errors';
import { hasTls, needsTls, type ListenForStatus } from '../core/health/status-door.ts';
import { takeQuestions } from './question-server.ts';

/**
 * Answers those who look after the tills: on this computer, or beyond it by TLS alone. What it says is the core's.
 * Answers `status.needs-tls`, `status.bad-certificate`, `status.bad-address` or `status.port-taken`.
 */
export const listenForStatus: ListenForStatus = async (place, answer) => {
  if (needsTls(place)) return fail('status.needs-tls');
  const { address, port, tlsCertFile, tlsKeyFile } = place;
  let tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  try {
    if (hasTls(place)) tls = { cert: readFileSync(tlsCertFile), key: readFileSync(tlsKeyFile) };
  } catch {
    // Whatever keeps them from being read: somebody has to look at these two files.
    return fail('status.bad-certificate');
  }
  try {
    return succeed(await takeQuestions({ address, port, ...(tls && { tls }) }, answer));
  } catch (cause) {
    const refusal = refusalOf((cause as NodeJS.ErrnoException).code ?? '');
    if (refusal === undefined) throw cause;
    return fail(refusal);
  }
};

function refusalOf(code: string): ErrorCode | undefined {
  if (code === 'EADDRINUSE' || code === 'EACCES') return 'status.port-taken';
  if (code === 'EADDRNOTAVAIL' || code === 'EINVAL') return 'status.bad-address';
  return /^ERR_(OSSL|TLS|SSL|CRYPTO|INVALID)/.test(code) ? 'status.bad-certificate' : undefined;
}
