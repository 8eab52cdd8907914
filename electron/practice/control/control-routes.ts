import { Hono } from 'hono';

import { badFault } from '../faults/fault.ts';
import type { FaultRules } from '../faults/fault-rules.ts';
import { ApiError } from '../flow-retail/api-error.ts';
import type { World } from '../flow-retail/world.ts';
import { printers } from '../seed/organisation.ts';
import type { RequestLog } from './request-log.ts';

/**
 * What a real service does not have: a look behind the counter, for tests and lessons. Needs no token, since the store
 * listens on loopback only.
 */
export function createControlRoutes(world: World, rules: FaultRules, log: RequestLog): Hono {
  const app = new Hono();

  app.get('/customers-count', (c) => c.json({ count: world.customers.count() }));

  app.get('/printers', (c) => c.json({ items: printers }));
  app.get('/print-jobs', (c) => c.json({ items: world.printJobs.list() }));
  app.delete('/print-jobs', (c) => {
    world.printJobs.clear();
    return c.body(null, 204);
  });

  app.get('/requests', (c) => {
    const path = c.req.query('path');
    const filter = {
      method: c.req.query('method'),
      path: path === undefined ? undefined : readPattern(path),
    };
    return c.json({ items: log.list(filter) });
  });
  app.delete('/requests', (c) => {
    log.clear();
    return c.body(null, 204);
  });

  app.get('/faults', (c) => c.json({ items: rules.list() }));
  app.post('/faults', async (c) => {
    const sent: unknown = await c.req.json().catch((error: unknown) => {
      throw badFault(`the body is not JSON: ${String(error)}`);
    });
    return c.json({ items: rules.add(sent) }, 201);
  });
  app.delete('/faults', (c) => {
    rules.clear();
    return c.body(null, 204);
  });
  app.delete('/faults/:ruleUid', (c) => {
    rules.remove(c.req.param('ruleUid'));
    return c.body(null, 204);
  });

  return app;
}

function readPattern(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (error) {
    const message = `path is not a regular expression: ${(error as SyntaxError).message}`;
    throw new ApiError(400, 'VALIDATION_ERROR', message);
  }
}
