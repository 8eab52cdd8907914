import type { Feed, FeedFile, FeedSystem } from '#shared/updates/feed';

/** A release on this machine, as the feed has vouched for it. */
export interface FetchedRelease {
  readonly version: string;
  /** Absolute. */
  readonly path: string;
  readonly file: FeedFile;
}

/** What a host can do about its own program. A host that cannot has none: IT puts the next release there. */
export interface UpdateHost {
  /** The program that runs. */
  readonly version: string;
  readonly system: FeedSystem;
  /** Public keys of whoever may sign releases, as minisign prints them. */
  readonly keys: readonly string[];
  /**
   * Fetches the file of a release that is for this machine, in the background.
   *
   * @param feed believed already
   * @throws TillFailure `update.unreachable`, `update.file-changed`
   */
  download(feed: Feed, feedUrl: string, onPercent: (percent: number) => void): Promise<FetchedRelease>;
  /** What is to be put in place when the till ends, however it is ended; null: nothing. */
  stage(release: FetchedRelease | null): void;
  /** Ends the till; it comes back with what is staged. Answers at once. */
  restart(): void;
  /** The version that can be gone back to; null when none is kept. */
  former(): string | null;
  /** Ends the till; it comes back with the former version. Answers at once. */
  goBack(): void;
}
