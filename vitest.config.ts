import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    include: [
      'tests/{core,shared,practice,hosts,network,contract,crash,docs,fleet,fuzz,golden-stores,simulation}/**/*.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
