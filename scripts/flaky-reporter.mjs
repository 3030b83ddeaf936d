// A reporter of Vitest: which tests passed only when they were tried again, and what was wrong the first time. Its own JSON
// report tells them as passed.
import { writeFileSync } from "node:fs";

export default class FlakyReporter {
  flaky = [];

  onTestCaseResult(test) {
    if (!test.diagnostic()?.flaky) return;
    const [error] = test.result().errors ?? [];
    this.flaky.push({ file: test.module.moduleId, name: test.fullName, message: error?.stack ?? error?.message });
  }

  onTestRunEnd() {
    writeFileSync(process.env.FLAKY_FILE, JSON.stringify(this.flaky));
  }
}
