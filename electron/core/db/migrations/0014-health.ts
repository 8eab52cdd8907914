/** How the till did, hour by hour and day by day: figures alone. */
export const migration = {
  version: 14,
  sql: `
    CREATE TABLE health_sample (
      -- hour or day
      span TEXT NOT NULL,
      -- Its beginning, in UTC.
      at_ms INTEGER NOT NULL,
      sample TEXT NOT NULL,
      PRIMARY KEY (span, at_ms)
    ) STRICT, WITHOUT ROWID;
  `,
};
