import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

const missingOf = (task: TestCase | TestSuite | TestModule): readonly string[] =>
  task.type === 'module' ? [] : (task.meta().missing ?? []);

/** Tells at the end of a run what was left out, and what is missing for it. */
export default class LeftOut implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap(({ relativeModuleId, children }) =>
      [...children.allSuites(), ...children.allTests()]
        // What stands in a suite needs what the suite needs.
        .filter((task) => missingOf(task).length > 0 && missingOf(task.parent).length === 0)
        .map((task) => `  ${relativeModuleId}: ${task.fullName}: needs ${missingOf(task).join(', ')}`),
    );
    if (lines.length > 0)
      console.log(`Left out, for packages are missing (tests/servers/packages.txt):\n${lines.join('\n')}\n`);
  }
}
