import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    include: ['tests/core/**/*.test.ts', 'tests/shared/**/*.test.ts', 'tests/practice/**/*.test.ts', 'tests/hosts/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
