export type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 429 | 500;

export interface ErrorDetail {
  field: string;
  type: string;
  message: string;
}

/** An answer other than success; `type` is a lower-case noun with underscores, as the contract's ErrorMessage wants it. */
export class EmporixError extends Error {
  readonly status: ErrorStatus;
  readonly type: string;
  readonly details: readonly ErrorDetail[];

  constructor(status: ErrorStatus, type: string, message: string, details: readonly ErrorDetail[] = []) {
    super(message);
    this.status = status;
    this.type = type;
    this.details = details;
  }
}

/** A 400 that names the field at fault. `field` is a dotted path such as `metadata.version`. */
export const invalidField = (field: string, problem: string): EmporixError =>
  new EmporixError(400, 'validation_violation', `${field}: ${problem}`, [
    { field, type: 'invalid_field', message: problem },
  ]);

export const customerNotFound = (customerNumber: string): EmporixError =>
  new EmporixError(404, 'element_resource_non_existing', `There is no customer ${customerNumber}`);

export const conflict = (message: string): EmporixError =>
  new EmporixError(409, 'conflict_resource', message);

/** How a 401 looks: as the contract has it, or in the form of every other error. */
export type UnauthorizedForm = 'fault' | 'message';

/** The body of an error. */
export function errorBody(
  { status, type, message, details }: Pick<EmporixError, 'status' | 'type' | 'message' | 'details'>,
  unauthorizedAs: UnauthorizedForm,
): object {
  if (status === 401 && unauthorizedAs === 'fault') {
    return { fault: { faultstring: message, detail: { errorcode: `oauth.${type}` } } };
  }
  return { status, type, message, details };
}
