import type { TillError } from '#shared/contract/errors';
import type { OperationOutput } from '#shared/contract/operations';
import type { Health, HealthSample, SampleSpan } from '#shared/health/health';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';

interface HealthState {
  readonly health: Health | null;
  readonly span: SampleSpan;
  readonly samples: readonly HealthSample[];
  readonly endpoint: OperationOutput<'health.endpoint'> | null;
  readonly error: TillError | null;
}

export const useHealth = createPrivate<HealthState>(() => ({
  health: null,
  span: 'hour',
  samples: [],
  endpoint: null,
  error: null,
}));

/** How the till is doing now, and how it did. */
export async function loadHealth(): Promise<void> {
  const { span } = useHealth.getState();
  const [now, history] = await Promise.all([till.health.get({}), till.health.history({ span })]);
  if (!now.ok) {
    useHealth.setState({ error: now.error });
    return;
  }
  const isAsked = useHealth.getState().span === span;
  useHealth.setState({
    health: now.health,
    error: null,
    ...(history.ok && isAsked && { samples: history.samples }),
  });
}

export async function showSpan(span: SampleSpan): Promise<void> {
  useHealth.setState({ span });
  await loadHealth();
}

/** Where IT asks; after a change of the settings it may be somewhere else. */
export async function loadEndpoint(): Promise<void> {
  const answer = await till.health.endpoint({});
  if (answer.ok) useHealth.setState({ endpoint: answer });
}
