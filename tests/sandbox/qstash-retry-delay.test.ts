import { expect, test } from "vitest";
import { parseRetryDelayExpression } from "../../sandbox/qstash/retry-delay-expression";

test.each([
  ["1000", 0, 1000],
  ["1000 * (1 + retried)", 2, 3000],
  ["pow(2, retried) * 1000", 3, 8000],
  ["max(1000, pow(2, retried) * 100)", 1, 1000],
  ["1 + 2 * 3 - 4 / 2", 0, 5],
  ["10 - 2 - 3", 0, 5],
  ["-(2 - 5)", 0, 3],
  ["min(floor(2.9), ceil(0.1)) + abs(-4) + round(1.5) + sqrt(9)", 0, 10],
  ["exp(0)", 0, 1],
])("%s with retried %i is %f ms", (text, retried, ms) => {
  expect(parseRetryDelayExpression(text)(retried)).toBe(ms);
});

test.each([
  "",
  "retried retried",
  "pow(2)",
  "max(1, 2",
  "1 +",
  "constructor(1)",
  "Date.now()",
  "2 ** 3",
  "1e9x",
])("%j is refused", (text) => {
  expect(() => parseRetryDelayExpression(text)).toThrow(/unexpected|expected|takes/);
});
