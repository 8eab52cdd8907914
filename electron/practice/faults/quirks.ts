/** Ways in which a service is asked to misbehave inside an operation. */
export interface Quirks {
  /** Lists come in their default order whatever the request says. */
  ignoreSort?: boolean;
  /** How the errors of a 207 name their item: as the document literally says, or not at all. */
  batchUid?: 'documented' | 'missing';
}

/** What a request brings along besides itself. */
export interface RequestEnvironment {
  quirks: Quirks;
}
