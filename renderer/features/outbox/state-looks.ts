import { CircleHelp, Clock3, GitCompareArrows, Send, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { UnsettledState } from './store.ts';

interface StateLook {
  readonly icon: LucideIcon;
  readonly className: string;
}

/** Amber and red where a person is needed; what goes its way stays quiet. */
export const stateLooks: Readonly<Record<UnsettledState, StateLook>> = {
  parked: { icon: TriangleAlert, className: 'text-warn' },
  conflicted: { icon: GitCompareArrows, className: 'text-danger' },
  unknown: { icon: CircleHelp, className: 'text-soft' },
  claimed: { icon: Send, className: 'text-accent' },
  pending: { icon: Clock3, className: 'text-faint' },
};

/** What has arrived leaves the outbox; an answer on its way may still show one. */
export function lookOf(state: UnsettledState | 'acked'): StateLook {
  return stateLooks[state === 'acked' ? 'claimed' : state];
}
