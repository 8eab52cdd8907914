import type { Fault } from '../faults/fault.ts';

/** A request to the service, kept for tests that count effects. */
export interface LoggedRequest {
  number: number;
  /** ISO 8601. */
  at: string;
  method: string;
  /** The URL's path, without the query. */
  path: string;
  /** The URL's query with its "?", or ''. */
  query: string;
  /** What the service decided, whatever became of its answer; null when the request never got there. */
  status: number | null;
  delivery: 'whole' | 'cut' | 'reset';
  faults: Fault[];
}

/** The newest requests, at most `capacity` of them. */
export interface RequestLog {
  /** Oldest first; those whose method and path fit when given. */
  list(filter: { method?: string | undefined; path?: RegExp | undefined }): LoggedRequest[];
  add(request: Omit<LoggedRequest, 'number'>): void;
  clear(): void;
}

export function createRequestLog(capacity = 10_000): RequestLog {
  const entries: LoggedRequest[] = [];
  let number = 0;
  return {
    list: ({ method, path }) =>
      entries.filter(
        (entry) => (!method || entry.method === method.toUpperCase()) && (!path || path.test(entry.path)),
      ),
    add: (request) => {
      number += 1;
      entries.push({ number, ...request });
      if (entries.length > capacity) entries.shift();
    },
    clear: () => {
      entries.length = 0;
    },
  };
}
