// The last lines of a test run, in words that any reader of logs understands: what was left out and why, as the
// titles of suites say it, and the counts.

import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
      if (module.errors().length > 0) count.failed++;
    }
    const leftOut = modules
      .flatMap((module) => [...module.children.suites()].map(({ name }) => name))
      .filter(isLeftOut);
    for (const name of leftOut) process.stdout.write(`\n${name}\n`);
    process.stdout.write(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
  }
}

const isLeftOut = (name: string): boolean => name.includes('(skipped: ');
