import { errorWords, TillFailure } from '#shared/contract/errors';
import { BugElsewhere } from '../threads/bug-elsewhere.ts';

/** What is said of a thrown value: which kind it is and where it was thrown. Its words may quote a customer, so they stay out. */
export interface CauseDescription {
  /** The error's class, as `TypeError`. */
  readonly name: string;
  /** The system's, the driver's or the catalogue's code, as `SQLITE_FULL`. */
  readonly code?: string;
  /** Where it was thrown, innermost first: `electron/core/db/open.ts:40:12`, with the function's name where it has one. */
  readonly at: readonly string[];
}

const maxFrames = 12;
/** Classes of errors, and what `typeof` says of what is none. */
const nameNotation =
  /^([A-Z]\w{0,40}(Error|Failure|Exception|Elsewhere)|Error|undefined|string|number|object|boolean|bigint|symbol|function)$/;
const systemCode = /^(E[A-Z0-9]{2,20}|(ERR|SQLITE|CSV|UND_ERR)(_[A-Z0-9]{1,20}){1,6})$/;
/** `    at async Reader.search (file:///home/…/electron/core/db/reader.ts:120:7)`; of the path only what lies inside the program. */
const stackLine =
  /^\s+at (?:async )?(?:(?:new )?([\w$.<>#]{1,80}) (?:\[as [\w$.]{1,80}\] )?\()?(?:.*[/\\])??((?:node:|(?:electron|shared|scripts|tests|out|node_modules)[/\\])[\w./\\@:-]{1,200}?:\d+:\d+)\)?$/;
const frameNotation = /^[\w./\\@:-]{1,220}:\d+:\d+(?: [\w$.<>#]{1,80})?$/;

/** @param cause a thrown value, or what this said of one before */
export function describeCause(cause: unknown): CauseDescription {
  if (cause instanceof BugElsewhere) {
    const { at, ...elsewhere } = describeCause(cause.description);
    return { ...elsewhere, at: [...at, ...framesOf(cause)].slice(0, maxFrames) };
  }
  if (typeof cause !== 'object' || cause === null) return { name: typeof cause, at: [] };
  const { name, at, ...rest } = cause as { name?: unknown; code?: unknown; at?: unknown };
  const code = fitCode(cause instanceof TillFailure ? cause.error.code : rest.code);
  return {
    name: typeof name === 'string' && nameNotation.test(name) ? name : 'unnamed',
    ...(code !== undefined && { code }),
    at: cause instanceof Error ? framesOf(cause) : Array.isArray(at) ? at.filter(isFrame) : [],
  };
}

/** A code of the catalogue of failures, or one of the system or a library; anything else might be somebody's word. */
export function fitCode(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return Object.hasOwn(errorWords, value) || systemCode.test(value) ? value : undefined;
}

function isFrame(value: unknown): value is string {
  return typeof value === 'string' && frameNotation.test(value);
}

/** The stack begins with the error's words; lines in them that look like places are none. */
function framesOf({ stack = '', message }: Error): string[] {
  const words = stack.indexOf(message);
  const places = words === -1 ? stack : stack.slice(words + message.length);
  return places
    .split('\n')
    .flatMap((line) => {
      const [, name, place] = stackLine.exec(line) ?? [];
      return place === undefined ? [] : [name === undefined ? place : `${place} ${name}`];
    })
    .slice(0, maxFrames);
}
