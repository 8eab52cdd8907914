/** `access`: a user signed in on a registered device; `auth`: the auth service's; `integration`: for machines. */
export type TokenKind = 'access' | 'auth' | 'integration';

/** Where a client gets the token it signs its requests with. */
export interface TokenSource {
  readonly kind: TokenKind;
  /** The token to use now; undefined when somebody has to sign in first. */
  current(): Promise<string | undefined>;
  /**
   * The service refused this token: answers another one, or undefined when
   * there is none and a person is needed. Several requests refused at the same
   * time lead to one renewal.
   */
  renew(refused: string): Promise<string | undefined>;
}

export interface TokenSourceOptions {
  readonly kind: TokenKind;
  /** Reads the token where it is kept. */
  readonly read: () => Promise<string | undefined>;
  /** Gets a new token from whoever issues them and keeps it. Without it, a token somebody replaced is picked up. */
  readonly issue?: (refused: string) => Promise<string | undefined>;
}

export function createTokenSource({ kind, read, issue = read }: TokenSourceOptions): TokenSource {
  let token: string | undefined;
  let renewal: Promise<string | undefined> | undefined;

  async function replace(refused: string): Promise<string | undefined> {
    const issued = await issue(refused);
    token = issued === refused ? undefined : issued;
    return token;
  }

  return {
    kind,
    async current() {
      token ??= await read();
      return token;
    },
    renew(refused) {
      // Another request has renewed it in the meantime.
      if (token !== undefined && token !== refused) return Promise.resolve(token);
      renewal ??= replace(refused).finally(() => {
        renewal = undefined;
      });
      return renewal;
    },
  };
}
