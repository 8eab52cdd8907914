import { because, type ErrorReason } from '#shared/contract/error-reasons';
import type { ServiceAnswer } from './customer-service.ts';
import { serviceFailure } from './judge-answer.ts';

/** `access`: a user signed in on a registered device; `auth`: the auth service's; `integration`: for machines. */
export type TokenKind = 'access' | 'auth' | 'integration';

/** Where a client gets the token it signs its requests with. */
export interface TokenSource {
  /** What it means when the service refuses even a new token. */
  readonly refusedReason: ErrorReason;
  /** The token to use now; why there is none otherwise (`unauthorized` when a person has to sign in first). */
  current(): Promise<ServiceAnswer<string>>;
  /**
   * The service refused this token: answers another one, or why there is none.
   * Several requests refused at the same time lead to one renewal.
   */
  renew(refused: string): Promise<ServiceAnswer<string>>;
  /** The service refused this token although it is new: it is not used again. */
  discard(refused: string): void;
}

export interface TokenSourceOptions {
  readonly kind: TokenKind;
  /** Reads the token where it is kept. */
  readonly read: () => Promise<string | undefined>;
  /** Gets a new token from whoever issues them and keeps it. Without it, a token somebody replaced is picked up. */
  readonly issue?: (refused: string) => Promise<string | undefined>;
}

const refusedReasons: Record<TokenKind, ErrorReason> = {
  access: 'sign-in.again',
  auth: 'sign-in.again',
  integration: 'sign-in.token',
};

/** A token that somebody hands to the till. */
export function createTokenSource({ kind, read, issue = read }: TokenSourceOptions): TokenSource {
  let token: string | undefined;
  let renewal: Promise<ServiceAnswer<string>> | undefined;

  function answer(): ServiceAnswer<string> {
    return token === undefined
      ? serviceFailure('unauthorized', because(refusedReasons[kind]))
      : { outcome: 'done', value: token };
  }

  async function replace(refused: string): Promise<ServiceAnswer<string>> {
    const issued = await issue(refused);
    token = issued === refused ? undefined : issued;
    return answer();
  }

  return {
    refusedReason: refusedReasons[kind],
    async current() {
      token ??= await read();
      return answer();
    },
    renew(refused) {
      // Another request has renewed it in the meantime.
      if (token !== undefined && token !== refused) return Promise.resolve(answer());
      renewal ??= replace(refused).finally(() => {
        renewal = undefined;
      });
      return renewal;
    },
    discard(refused) {
      if (token === refused) token = undefined;
    },
  };
}
