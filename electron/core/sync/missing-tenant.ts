import { errorWords, type TillError } from '#shared/contract/errors';

/**
 * What a list that is “not found” means: it names no customer, so the tenant or
 * the whole address is wrong. The service's own words are kept where it has some.
 */
export function missingTenant(error: TillError): TillError {
  if (error.message !== errorWords['service.not-found']) return error;
  return {
    ...error,
    message:
      'There is no such tenant at the address of the customer service. Look at both under Settings, Connection.',
  };
}
