import { configDefaults, defineConfig } from 'vitest/config';

/** What only runs where a homeserver is named. */
const unnamed = process.env['SYNAPSE'] ? [] : ['tests/matrix/synapse.test.ts'];

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...unnamed],
    dangerouslyIgnoreUnhandledErrors: false,
    testTimeout: 20_000,
    allowOnly: false,
    reporters: ['default', './tests/servers/left-out.ts'],
  },
});
