/** How important a line of the log is, the most important first. Apart from the schemas: the window carries no schema library. */
export const logLevels = ['error', 'warning', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];
