import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Servers, workers and browsers run beside the tests on few cores: more forks would only take turns.
    maxWorkers: 2,
  },
})
