/** A bug of another thread, whose own errors do not come over whole. */
export class BugElsewhere extends Error {
  /** What the other thread says of its cause, as `describeCause` does. */
  readonly description: unknown;
  constructor(words: string, description: unknown) {
    super(`In another thread: ${words}`);
    this.name = 'BugElsewhere';
    this.description = description;
  }
}
