import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    dangerouslyIgnoreUnhandledErrors: false,
    testTimeout: 20_000,
    allowOnly: false,
    reporters: ['default', './tests/servers/left-out.ts'],
  },
});
