import type { Hit } from '#shared/contract/values';
import { hitsOfTill } from './rows.ts';
import { useLookup } from './store.ts';

/** Choosing several customers of this till, across as many searches as it takes. */

export function startPicking(picked: ReadonlyMap<string, string> = new Map()): void {
  useLookup.setState({ picked });
}

export function stopPicking(): void {
  useLookup.setState({ picked: null });
}

/** Chooses a customer of this till, or takes the choice back. */
export function togglePicked({ customerUid, displayName }: Hit): void {
  useLookup.setState(({ picked, listed }) => {
    const isHere = hitsOfTill(listed.rows).some((hit) => hit.customerUid === customerUid);
    if (picked === null || !isHere) return {};
    const next = new Map(picked);
    if (!next.delete(customerUid)) next.set(customerUid, displayName);
    return { picked: next };
  });
}

/** Chooses everybody in the list; where all of them are chosen, nobody of them. */
export function pickAllListed(): void {
  useLookup.setState(({ picked, listed }) => {
    if (picked === null) return {};
    const hits = hitsOfTill(listed.rows);
    const next = new Map(picked);
    const all = hits.every(({ customerUid }) => picked.has(customerUid));
    for (const { customerUid, displayName } of hits) {
      if (all) next.delete(customerUid);
      else next.set(customerUid, displayName);
    }
    return { picked: next };
  });
}
