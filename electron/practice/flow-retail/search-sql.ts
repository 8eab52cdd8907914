import type { CustomerType } from '../seed/flow-retail-customer.ts';
import { invalidField } from './api-error.ts';

/** What a search asks for. Every criterion that is given must hold. */
export interface SearchCriteria {
  query?: string;
  exactMatch?: boolean;
  mobile?: string;
  email?: string;
  vatNumber?: string;
  scope?: readonly ('CUSTOMER' | 'CONTACT')[];
  customerTypes?: readonly CustomerType[];
  storeUid?: string;
  customerParentUid?: string;
  /** ISO 8601: created then or later. */
  createdAt?: string;
}

/** Longer queries are refused: no name, address and number together comes near it. */
const maxQueryLength = 200;

const unit = '\u001f';

/** Wraps values for search_entries: lower case, each between unit separators. */
export const entryText = (...values: string[]): string =>
  unit + values.map((value) => value.replaceAll(unit, ' ').toLowerCase()).join(unit) + unit;

export interface SearchSql {
  conditions: string[];
  relevance: string;
  values: Record<string, string>;
}

/**
 * Turns criteria into SQL over search_entries. A field that has a criterion of its own is not searched by `query`;
 * without a scope, customers are searched, not their contacts (both as the service's document says).
 * Throws a 400 when the query is too long or the date is none.
 */
export function searchSql(criteria: SearchCriteria): SearchSql {
  const conditions: string[] = [];
  const values: Record<string, string> = {};
  const bind = (value: string): string => {
    const name = `v${Object.keys(values).length}`;
    values[name] = value;
    return `@${name}`;
  };
  const oneOf = (list: readonly string[]): string => `(${list.map(bind).join(', ')})`;

  const scope = criteria.scope?.length ? criteria.scope : ['CUSTOMER'];
  conditions.push(`e.scope IN ${oneOf(scope)}`);

  const searched = ['e.names'];
  const fields = [
    ['e.mobile', criteria.mobile?.replaceAll(/\s/g, '')],
    ['e.email', criteria.email?.trim()],
    ['e.vat_number', criteria.vatNumber?.replaceAll(/\s/g, '')],
  ] as const;
  for (const [column, value] of fields) {
    if (value) {
      const wanted = value.toLowerCase();
      conditions.push(`instr(${column}, ${bind(criteria.exactMatch ? unit + wanted + unit : wanted)}) > 0`);
    } else {
      searched.push(column);
    }
  }

  const text = `(${searched.join(' || ')})`;
  const query = criteria.query?.trim().toLowerCase() ?? '';
  if (query.length > maxQueryLength) throw invalidField('query', `may have ${maxQueryLength} characters`);
  const words = query.split(/\s+/).filter((word) => word !== '');
  const holds = (value: string): string => `instr(${text}, ${bind(value)}) > 0`;
  const isWhole = (value: string): string => holds(unit + value + unit);

  if (criteria.exactMatch && words.length > 0) {
    conditions.push(`(${isWhole(query)} OR (${words.map(isWhole).join(' AND ')}))`);
  } else {
    conditions.push(...words.map(holds));
  }
  const ranks = words.map(
    (word) => `CASE WHEN ${isWhole(word)} THEN 1.0 WHEN ${holds(unit + word)} THEN 0.7 ELSE 0.4 END`,
  );

  if (criteria.customerTypes?.length) conditions.push(`c.customer_type IN ${oneOf(criteria.customerTypes)}`);
  if (criteria.storeUid) conditions.push(`c.store_uid = ${bind(criteria.storeUid)}`);
  if (criteria.customerParentUid) conditions.push(`c.parent_uid = ${bind(criteria.customerParentUid)}`);
  if (criteria.createdAt) {
    const moment = new Date(criteria.createdAt);
    if (Number.isNaN(moment.getTime())) throw invalidField('createdAt', 'is not a date and time');
    conditions.push(`c.created_at >= ${bind(moment.toISOString())}`);
  }

  const relevance = ranks.length > 0 ? `(${ranks.join(' + ')}) / ${ranks.length}.0` : '1.0';
  return { conditions, relevance, values };
}
