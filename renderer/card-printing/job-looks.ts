import {
  Ban,
  CircleCheckBig,
  Clock3,
  Send,
  SendHorizontal,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { PrintJobState } from '#shared/contract/printing';

interface JobLook {
  readonly icon: LucideIcon;
  readonly className: string;
}

/** Amber where somebody has to look at the printer; what goes its way stays quiet. */
export const jobLooks: Readonly<Record<PrintJobState, JobLook>> = {
  'needs-attention': { icon: TriangleAlert, className: 'text-warn' },
  waiting: { icon: Clock3, className: 'text-faint' },
  sending: { icon: Send, className: 'text-accent' },
  sent: { icon: SendHorizontal, className: 'text-soft' },
  verified: { icon: CircleCheckBig, className: 'text-accent' },
  cancelled: { icon: Ban, className: 'text-faint' },
};
