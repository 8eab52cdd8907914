import type { HandOverSettings } from '../contract/hand-over.ts';
import { chosenValues, problemOfUrl, urlCallFor, type UrlProblem } from './call-url.ts';
import type { HandOverField, HandOverValues } from './fields.ts';
import { fieldsOfTemplate, hasAnyOf, unknownFieldOf, writeTemplate } from './template.ts';

/** The ways a chosen customer can reach the sale. */
export const handOverWays = ['clipboard', 'keys', 'url', 'counter'] as const;
export type HandOverWay = (typeof handOverWays)[number];

/** A till as it comes out of the box: nothing is handed over. */
export const handOverOff: HandOverSettings = {
  clipboard: { when: 'never', template: '{loyaltyId}' },
  keys: { when: 'never', template: '{loyaltyId}', end: 'enter' },
  url: { when: 'never', method: 'GET', url: '', fields: ['customerUid', 'loyaltyId'] },
  counter: {
    when: 'never',
    port: 8642,
    origin: '',
    fields: ['customerUid', 'loyaltyId', 'displayName'],
    forgetAfterS: 120,
  },
};

/** The ways that are used when a customer is handed over by a person, or as soon as one is opened. */
export function waysInUse(settings: HandOverSettings, occasion: 'asked' | 'opened'): readonly HandOverWay[] {
  return handOverWays.filter((way) => {
    const { when } = settings[way];
    return occasion === 'asked' ? when !== 'never' : when === 'opened';
  });
}

/** The fields of a customer that a way lets out of the till. */
export function fieldsOfWay(settings: HandOverSettings, way: HandOverWay): readonly HandOverField[] {
  switch (way) {
    case 'clipboard':
    case 'keys':
      return fieldsOfTemplate(settings[way].template);
    case 'url': {
      const { method, url, fields } = settings.url;
      return [...new Set([...fieldsOfTemplate(url), ...(method === 'POST' ? fields : [])])];
    }
    default:
      return settings.counter.fields;
  }
}

/** What is wrong with how a way is set up; undefined when it can be used. */
export function problemOfWay(
  settings: HandOverSettings,
  way: HandOverWay,
  allowedHosts: readonly string[] = [],
): UrlProblem | 'no-field' | undefined {
  if (way === 'url') {
    const problem = problemOfUrl(settings.url.url, allowedHosts);
    if (problem !== undefined) return problem;
  } else if (way !== 'counter' && unknownFieldOf(settings[way].template) !== undefined) {
    return 'unknown-field';
  }
  return fieldsOfWay(settings, way).length === 0 ? 'no-field' : undefined;
}

/** Exactly what leaves the till. */
export type HandedOver =
  | { readonly way: 'clipboard'; readonly text: string }
  | { readonly way: 'keys'; readonly text: string; readonly end: HandOverSettings['keys']['end'] }
  | { readonly way: 'url'; readonly call: NonNullable<ReturnType<typeof urlCallFor>> }
  | { readonly way: 'counter'; readonly customer: HandOverValues };

/** @returns undefined when the customer has nothing of what the way hands over */
export function handedOverBy(
  settings: HandOverSettings,
  way: HandOverWay,
  values: HandOverValues,
): HandedOver | undefined {
  switch (way) {
    case 'clipboard':
    case 'keys': {
      const { template } = settings[way];
      if (!hasAnyOf(template, values)) return undefined;
      const text = writeTemplate(template, values);
      return way === 'keys' ? { way, text, end: settings.keys.end } : { way, text };
    }
    case 'url': {
      const call = urlCallFor(settings.url, values);
      return call && { way, call };
    }
    default: {
      const customer = chosenValues(settings.counter.fields, values);
      return Object.keys(customer).length === 0 ? undefined : { way, customer };
    }
  }
}
