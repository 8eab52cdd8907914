import { readFileSync } from 'node:fs';
import { app } from 'electron';
import { z } from 'zod';
import { resourcePath } from '../../core/resources.ts';

const keysSchema = z.object({ keys: z.array(z.string()) });

/**
 * Public keys of whoever may sign releases for this build, from `resources/updates/keys.json`; none: it takes no
 * releases. In a checkout, and never in an installed till, `TILLBOOK_RELEASE_KEY` is one too.
 */
export function releaseKeys(env: NodeJS.ProcessEnv): readonly string[] {
  const given = env['TILLBOOK_RELEASE_KEY'] ?? '';
  if (!app.isPackaged && given !== '') return [given];
  return keysSchema.parse(JSON.parse(readFileSync(resourcePath('updates', 'keys.json'), 'utf8'))).keys;
}
