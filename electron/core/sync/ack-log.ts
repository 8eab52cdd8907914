/**
 * Which customers' changes the service acknowledged, in order. A page of the
 * service may have been made before an ack and arrive after it: whoever applies
 * the page has to know whom it may be too old for. Kept only while somebody
 * reads pages.
 */
export interface AckLog {
  add(customerUid: string): void;
  /** Pages are read from now on, until the answered function is called. */
  hold(): () => void;
  /** Where the log stands now. */
  mark(): number;
  /** Customers with an ack after that mark. */
  since(mark: number): string[];
}

export function createAckLog(): AckLog {
  const lastAck = new Map<string, number>();
  let count = 0;
  let holders = 0;
  return {
    add(customerUid) {
      count += 1;
      if (holders > 0) lastAck.set(customerUid, count);
    },
    hold() {
      holders += 1;
      return () => {
        holders -= 1;
        if (holders === 0) lastAck.clear();
      };
    },
    mark: () => count,
    since: (mark) => [...lastAck].filter(([, at]) => at > mark).map(([customerUid]) => customerUid),
  };
}
