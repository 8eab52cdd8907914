import { Hono } from 'hono';
import { z } from 'zod';

import { ApiError } from '../flow-retail/api-error.ts';
import type { TokenDesk } from './access.ts';
import type { EmporixWorld } from './world.ts';

const settingsSchema = z.strictObject({
  countHeader: z.boolean().optional(),
  maxPageSize: z.int().min(1).max(1_000).optional(),
  tokenLifeSeconds: z.int().min(1).max(1_000_000).optional(),
  unauthorizedAs: z.enum(['fault', 'message']).optional(),
});

/** The look behind the Emporix counter: what it keeps, which mails it would have sent, and its switches. */
export function createEmporixControlRoutes(world: EmporixWorld, desk: TokenDesk): Hono {
  const app = new Hono();

  app.get('/', (c) => {
    world.fill();
    return c.json({
      customers: world.customers.count(),
      passwordMails: world.passwordMails().length,
      tokensIssued: desk.issuedCount(),
      settings: world.settings,
    });
  });
  app.get('/password-mails', (c) => c.json({ items: world.passwordMails() }));
  app.patch('/settings', async (c) => {
    const sent = settingsSchema.safeParse(await c.req.json().catch(() => null));
    if (!sent.success) throw new ApiError(400, 'VALIDATION_ERROR', z.prettifyError(sent.error));
    Object.assign(world.settings, sent.data);
    return c.json(world.settings);
  });
  app.post('/expire-tokens', (c) => {
    desk.expireAll();
    return c.body(null, 204);
  });

  return app;
}
