/** `latest`: what every shop has; `beta`: what comes to all of them next. */
export const updateChannels = ['latest', 'beta'] as const;
export type UpdateChannel = (typeof updateChannels)[number];
