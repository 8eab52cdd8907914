import { create } from 'zustand';

/** Whether the till's own program answers this window: a page of its own tells when it does not. */
export type HostState = 'ready' | 'refused' | 'unreachable';

export const useHostState = create<{ readonly state: HostState }>(() => ({ state: 'ready' }));

export function setHostState(state: HostState): void {
  if (useHostState.getState().state !== state) useHostState.setState({ state });
}
