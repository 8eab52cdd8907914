import { errorWords, fail, type TillError } from '#shared/contract/errors';

/**
 * What a list that is “not found” means: it names no customer, so the tenant or
 * the whole address is wrong. The service's own words are kept where it has some.
 */
export function missingTenant({ code, message, ...error }: TillError): TillError {
  const hasWords = message !== errorWords[code];
  return fail('service.no-tenant', { ...error, ...(hasWords && { message }) }).error;
}
