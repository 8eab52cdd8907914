import type { Result } from '#shared/contract/errors';
import type { OperationName } from '#shared/contract/operation-names';
import type { TillEvent } from '#shared/contract/operations';
import { createTillApi, type TillApi } from '#shared/contract/till-api';
import { setHostState } from './host-state.ts';

const retryDelayMs = 1500;

/** Carries calls over loopback HTTP; the session cookie was set when the window opened. */
export function createHttpBridge(): TillApi {
  return createTillApi(callHost, subscribeToHost);
}

async function callHost(name: OperationName, input: unknown): Promise<Result> {
  let response: Response;
  try {
    response = await fetch(`/api/call/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
  } catch {
    setHostState('unreachable');
    return noAnswer('Tillbook’s own program does not answer.');
  }
  if (response.status === 401 || response.status === 403) setHostState('refused');
  try {
    return (await response.json()) as Result;
  } catch {
    // The host went away in the middle of its answer, or something else listens on its port.
    return noAnswer('Tillbook’s own program gave no readable answer.');
  }
}

function noAnswer(message: string): Result {
  return { ok: false, error: { code: 'internal', message } };
}

/** One event stream for the window; when it breaks, the host is asked until it answers again. */
function subscribeToHost(listener: (event: TillEvent) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = () => {
    source = new EventSource('/api/events');
    source.addEventListener('open', () => setHostState('ready'));
    source.addEventListener('message', (message: MessageEvent<string>) => {
      listener(JSON.parse(message.data) as TillEvent);
    });
    source.addEventListener('error', () => {
      source?.close();
      void callHost('session.status', {});
      timer = setTimeout(open, retryDelayMs);
    });
  };
  open();

  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
