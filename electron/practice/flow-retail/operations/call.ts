import type { Quirks } from '../../faults/quirks.ts';
import type { Grant, Permission } from '../access.ts';
import type { World } from '../world.ts';

/** A request that has passed authentication, permission and the contract's checks. */
export interface Call<Body = unknown, Query = unknown> {
  params: Readonly<Record<string, string>>;
  query: Query;
  body: Body;
  grant: Grant;
  world: World;
  quirks: Quirks;
}

/** What an operation answers; `json` is the body's text, absent for 204. */
export interface Answer {
  status: 200 | 201 | 204 | 207;
  json?: string;
}

export interface Handler<Body = unknown, Query = unknown> {
  permission: Permission;
  handle(call: Call<Body, Query>): Answer;
}

/** The path parameter of that name. The contract has checked that it is there. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The path has no parameter ${name}`);
  return value;
}

export const answer = (status: 200 | 201 | 207, body: object): Answer => ({
  status,
  json: JSON.stringify(body),
});

export const noContent: Answer = { status: 204 };
