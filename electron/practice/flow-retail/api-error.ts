import { randomUUID } from 'node:crypto';

/** An answer other than success, in the service's error form `{code, message, logId}`. */
export class ApiError extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 429 | 500;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ApiError['status'],
    code: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** A 400 that names the field at fault. `field` is a dotted path such as `credit.limit`. */
export const invalidField = (field: string, problem: string): ApiError =>
  new ApiError(400, 'VALIDATION_ERROR', `${field}: ${problem}`);

/** A 404 for a thing that is not there. `kind` is an upper-case noun such as CUSTOMER. */
export const notFound = (kind: string, uid: string): ApiError =>
  new ApiError(404, `${kind}_NOT_FOUND`, `There is no ${kind.toLowerCase()} ${uid}`);

/** The body of an error answer. `logId` is what a shop quotes to the service's support. */
export const errorBody = (
  code: string,
  message: string,
): { code: string; message: string; logId: string } => ({ code, message, logId: randomUUID() });
