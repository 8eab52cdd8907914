import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';

import { createControlRoutes } from './control/control-routes.ts';
import { createRequestLog } from './control/request-log.ts';
import { openDatabase } from './database.ts';
import { createTokenDesk, emporixClients, emporixTenant, type EmporixClients } from './emporix/access.ts';
import { createEmporixControlRoutes } from './emporix/control-routes.ts';
import { createEmporixRoutes, faultBody as emporixFaultBody } from './emporix/routes.ts';
import { openEmporixWorld } from './emporix/world.ts';
import { createFaultRules } from './faults/fault-rules.ts';
import { fetchWithFaults, type FaultyService } from './faults/with-faults.ts';
import {
  createDeviceControlRoutes,
  createDeviceDesk,
  createDeviceRoutes,
  practiceDevices,
  type PracticeDevices,
} from './flow-retail/devices.ts';
import { practiceTokens, type PracticeTokens } from './flow-retail/access.ts';
import { ApiError } from './flow-retail/api-error.ts';
import type { RequestEnvironment } from './faults/quirks.ts';
import { answerError, createFlowRetailRoutes, faultBody } from './flow-retail/routes.ts';
import { openWorld } from './flow-retail/world.ts';
import { stores, tenantUid } from './seed/organisation.ts';

export interface PracticeStoreOptions {
  /** How many customers a fresh store is seeded with. A folder that has data keeps its own. */
  customers: number;
  /** Decides the customers, the tokens and the faults with a probability. A folder that has data keeps its own. */
  seed: number;
  /** Where the state lives. Without it, it is gone when the store closes. */
  dataDir?: string;
  /** Milliseconds since 1970. */
  clock?: () => number;
  /** The tenant's extensions; by default the one that external search needs. */
  tenantExtensions?: readonly string[];
}

/** A practice service: everything a till needs to connect to it. */
export interface PracticeStore {
  tenantUid: string;
  storeUid: string;
  tokens: PracticeTokens;
  /** How a till registers at Flow Retail, and who signs in there. */
  devices: PracticeDevices;
  /** The same shop's other service: its tenant and who may sign in there. */
  emporix: { tenant: string; clients: EmporixClients };
  seed: number;
  customerCount(): number;
  /** Starts to answer on 127.0.0.1; port 0 takes a free one. Rejects with EADDRINUSE when the port is taken. */
  listen(port?: number): Promise<{
    baseUrl: string;
    /** Where tills are registered and their users sign in. */
    signInUrl: string;
    emporixUrl: string;
    controlUrl: string;
  }>;
  /** Breaks open connections off and closes the data. What was acknowledged is kept. */
  close(): Promise<void>;
}

/** Opens a practice store. Throws a PracticeFolderError when its folder is in use or of another version. */
export function createPracticeStore(options: PracticeStoreOptions): PracticeStore {
  const clock = options.clock ?? Date.now;
  const db = openDatabase(options.dataDir);
  const world = openWorld(db, {
    customers: options.customers,
    seed: options.seed,
    tenantExtensions: options.tenantExtensions ?? ['EXTERNAL_CUSTOMER_SEARCH'],
    clock,
  });
  const tokens = practiceTokens(world.seed);
  const devices = createDeviceDesk(world.seed, clock);
  const emporix = openEmporixWorld(db, { customers: options.customers, seed: world.seed, clock });
  const clients = emporixClients(world.seed);
  const desk = createTokenDesk(clients, clock);
  const rules = createFaultRules(world.seed);
  const log = createRequestLog();
  const closing = new AbortController();

  const emporixApp = createEmporixRoutes(emporix, desk);
  const app = new Hono<{ Bindings: RequestEnvironment }>()
    .route(
      '/v2',
      createFlowRetailRoutes(world, tokens, (token) => devices.grantOf(token)),
    )
    .route('/auth', createDeviceRoutes(devices, tenantUid))
    .route('/practice/devices', createDeviceControlRoutes(devices))
    .route('/practice/emporix', createEmporixControlRoutes(emporix, desk))
    .route('/practice', createControlRoutes(world, rules, log))
    .notFound(() => answerError(new ApiError(404, 'NOT_FOUND', 'There is nothing at this address')))
    .onError(answerError);

  const fetchService = async (request: Request, bindings: HttpBindings): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    if (pathname.startsWith('/practice/')) return app.fetch(request, { quirks: {} });

    const at = new Date(clock()).toISOString();
    const service: FaultyService = /^\/(?:oauth|customer)\//.test(pathname)
      ? {
          fetch: (sent, environment) => emporixApp.fetch(sent, environment),
          errorBody: (errorStatus, message) => emporixFaultBody(emporix, errorStatus, message),
        }
      : { fetch: (sent, environment) => app.fetch(sent, environment), errorBody: faultBody };
    const { response, status, delivery, faults } = await fetchWithFaults(
      service,
      request,
      bindings,
      rules,
      closing.signal,
    );
    log.add({ at, method: request.method, path: pathname, query: search, status, delivery, faults });
    return response;
  };

  const server = createAdaptorServer({
    fetch: (request, bindings) =>
      fetchService(request, bindings as HttpBindings).catch((error: unknown) =>
        // A delay that the closing ended has nobody left to answer.
        closing.signal.aborted ? new Response(null, { status: 503 }) : answerError(error),
      ),
    overrideGlobalObjects: false,
  }) as Server;

  let closed: Promise<void> | undefined;
  return {
    tenantUid,
    storeUid: stores[0].storeUid,
    tokens,
    devices: practiceDevices(world.seed),
    emporix: { tenant: emporixTenant, clients },
    seed: world.seed,
    customerCount: () => world.customers.count(),
    listen: (port = 0) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
          resolve({
            baseUrl: `${origin}/v2`,
            signInUrl: `${origin}/auth`,
            emporixUrl: origin,
            controlUrl: `${origin}/practice`,
          });
        });
      }),
    close: () => {
      closed ??= new Promise((resolve) => {
        closing.abort();
        server.close(() => {
          db.close();
          resolve();
        });
        server.closeAllConnections();
      });
      return closed;
    },
  };
}
