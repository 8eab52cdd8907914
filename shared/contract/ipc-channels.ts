/** The desktop bridge's only two channels: calls to the core, and its events. */
export const callChannel = 'till:call';
export const eventChannel = 'till:event';
