import { Building2, Handshake, UserRound } from 'lucide-react';
import type { CustomerType } from '#shared/customer/model';

/** By type: person, company, business partner. */
export const customerTypeIcons = { PERSON: UserRound, COMPANY: Building2, B2B: Handshake } as const;

/** Person, company or business partner, told apart at a glance. */
export function CustomerTypeIcon({ type, size = 20 }: { type: CustomerType; size?: number }) {
  const Icon = customerTypeIcons[type];
  return <Icon aria-hidden="true" size={size} strokeWidth={1.9} />;
}
