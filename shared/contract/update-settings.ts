import { z } from 'zod';
import { updateChannels } from '../updates/channels.ts';
import { isUnprotected, problemOfServiceUrl } from './service-url.ts';

/** Whether releases may be fetched from there: by https, or from this machine. */
export function isFeedUrl(url: string): boolean {
  return problemOfServiceUrl(url) === undefined && !isUnprotected(url);
}

export const updateSettingsSchema = z.strictObject({
  /** Look for releases, fetch them, and put them in place when nobody is at work. Off: IT does it by its own means. */
  automatic: z.boolean(),
  /** The folder of the releases; empty: there is none. */
  feedUrl: z
    .string()
    .max(500)
    .refine((url) => url === '' || isFeedUrl(url), 'Releases are fetched by https alone.'),
  channel: z.enum(updateChannels),
});
