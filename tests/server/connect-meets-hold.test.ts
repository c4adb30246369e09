// An account is connected again in the moment in which X's refusal of its old sign-in is written down.
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { connectAccount } from "~/server/accounts/connect-account";
import { claimTweet } from "~/server/tweets/claim";
import { type Outcome, recordOutcome } from "~/server/tweets/record-outcome";
import { dueTweet } from "../support/due-tweet";
import { wholeTweet } from "../support/placed-tweet";
import { sharedRoostWithMira } from "../support/shared-roost";
import { untilOneWaits } from "../support/waiting-on-lock";

const { h, mira } = sharedRoostWithMira();

const hourMs = 3_600_000;
const accountOf = () => h.db.xAccount.findUniqueOrThrow({ where: { id: mira.accountId } });

async function connectAgain() {
  const { xUserId, handle, name, avatarUrl, scope } = await accountOf();
  const pair = { accessToken: `access ${randomUUID()}`, refreshToken: `refresh ${randomUUID()}` };
  const expiresAt = new Date((await h.clock.now()).getTime() + 2 * hourMs);
  const connection = { xUserId, handle, name, avatarUrl, scope: scope ?? "", expiresAt, ...pair };
  return connectAccount(h.roost, { ...connection, addTo: null });
}

test("a hold that asks for it is over once the account is connected, and what waited is given its turn", async () => {
  const { id: tweetId, revision } = await dueTweet(h, mira);
  const answer = await claimTweet(h.roost, { tweetId, revision }, "qstash");
  if (answer.kind !== "claimed") throw new Error(answer.kind);
  const { tokenVersion } = await accountOf();
  const until = { until: null, probeAfter: null, tokenVersion };
  const refused: Outcome = {
    kind: "later",
    nextAttemptAt: null,
    hold: { scope: "account", reason: "reconnect", ...until },
    detail: "Unauthorized",
    httpStatus: 401,
  };
  const now = await h.clock.now();
  const { connecting } = await h.db.$transaction(async (tx) => {
    await recordOutcome(tx, answer.claim, refused, now);
    const connecting = connectAgain();
    await untilOneWaits(h.db);
    return { connecting };
  });
  await connecting;
  expect(await accountOf()).toMatchObject({
    tokenVersion: tokenVersion + 1,
    holdReason: null,
    holdSince: null,
  });
  expect(await wholeTweet(h.db, tweetId)).toMatchObject({
    status: "SCHEDULED",
    nextAttemptAt: expect.any(Date),
  });
});
