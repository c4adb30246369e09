/** The retry-delay expressions of `Upstash-Retry-Delay`: arithmetic and a few functions over `retried`. */
export type RetryDelayExpression = (retried: number) => number;

type Parser = { tokens: string[]; at: number };

const functions: Record<string, { arity: number; apply: (...args: number[]) => number }> = {
  pow: { arity: 2, apply: Math.pow },
  exp: { arity: 1, apply: Math.exp },
  sqrt: { arity: 1, apply: Math.sqrt },
  abs: { arity: 1, apply: Math.abs },
  floor: { arity: 1, apply: Math.floor },
  ceil: { arity: 1, apply: Math.ceil },
  round: { arity: 1, apply: Math.round },
  min: { arity: 2, apply: Math.min },
  max: { arity: 2, apply: Math.max },
};

/**
 * @returns a function from `retried` (0 before the first retry) to milliseconds.
 * @throws Error with what could not be read.
 */
export function parseRetryDelayExpression(text: string): RetryDelayExpression {
  const tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z_]+|\S/g) ?? [];
  const parser: Parser = { tokens, at: 0 };
  const expression = readSum(parser);
  if (parser.at < tokens.length) throw new Error(`unexpected "${tokens[parser.at]}"`);
  return expression;
}

function readSum(parser: Parser): RetryDelayExpression {
  let left = readProduct(parser);
  for (;;) {
    const before = left;
    if (accept(parser, "+")) {
      const right = readProduct(parser);
      left = (retried) => before(retried) + right(retried);
    } else if (accept(parser, "-")) {
      const right = readProduct(parser);
      left = (retried) => before(retried) - right(retried);
    } else return left;
  }
}

function readProduct(parser: Parser): RetryDelayExpression {
  let left = readOperand(parser);
  for (;;) {
    const before = left;
    if (accept(parser, "*")) {
      const right = readOperand(parser);
      left = (retried) => before(retried) * right(retried);
    } else if (accept(parser, "/")) {
      const right = readOperand(parser);
      left = (retried) => before(retried) / right(retried);
    } else return left;
  }
}

function readOperand(parser: Parser): RetryDelayExpression {
  if (accept(parser, "-")) {
    const operand = readOperand(parser);
    return (retried) => -operand(retried);
  }
  if (accept(parser, "(")) {
    const inner = readSum(parser);
    expect(parser, ")");
    return inner;
  }
  const token = parser.tokens[parser.at++];
  if (token === undefined) throw new Error("unexpected end");
  if (token === "retried") return (retried) => retried;
  const known = Object.hasOwn(functions, token) ? functions[token] : undefined;
  if (known) {
    const args = readArguments(parser, token, known.arity);
    return (retried) => known.apply(...args.map((argument) => argument(retried)));
  }
  const number = Number(token);
  if (Number.isNaN(number)) throw new Error(`unexpected "${token}"`);
  return () => number;
}

function readArguments(parser: Parser, name: string, arity: number): RetryDelayExpression[] {
  expect(parser, "(");
  const args = [readSum(parser)];
  while (accept(parser, ",")) args.push(readSum(parser));
  expect(parser, ")");
  if (args.length !== arity) throw new Error(`${name} takes ${arity} arguments, not ${args.length}`);
  return args;
}

function accept(parser: Parser, token: string): boolean {
  if (parser.tokens[parser.at] !== token) return false;
  parser.at += 1;
  return true;
}

function expect(parser: Parser, token: string): void {
  if (!accept(parser, token))
    throw new Error(`expected "${token}" before "${parser.tokens[parser.at] ?? "the end"}"`);
}
