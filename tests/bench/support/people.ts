// People with a connected account each, as a sign-in leaves them.
import { connectAccount } from "~/server/accounts/connect-account";
import { appRouter } from "~/server/routers/app-router";
import { createCaller } from "~/server/routers/trpc";
import { callSandbox } from "./call-sandbox";
import type { BenchStack } from "./stack";

export type Person = {
  userId: string;
  accountId: string;
  /** X's, for a call past Roost. */
  accessToken: string;
  caller: ReturnType<ReturnType<typeof createCaller<typeof appRouter._def.record>>>;
};

/** X's own limits are not what is measured. */
const plenty = 1_000_000;

/** Signs up this many, and lifts what X allows each of them. */
export async function signUpPeople(stack: BenchStack, count: number): Promise<Person[]> {
  await callSandbox(stack.addresses.x, "/_sandbox/limits", {
    createsPerWindow: plenty,
    appCreatesPerDay: plenty,
    timelineReadsPerWindow: plenty,
    tweetReadsPerWindow: plenty,
  });
  const people: Person[] = [];
  for (let number = 1; number <= count; number += 1) people.push(await signUp(stack, `bench_${number}`));
  return people;
}

async function signUp({ addresses, roost }: BenchStack, handle: string): Promise<Person> {
  const made = await callSandbox<{
    id: string;
    accessToken: string;
    refreshToken: string;
    expiresAt: string;
    scope: string;
  }>(addresses.x, "/_sandbox/accounts", { handle });
  const { accessToken, refreshToken, scope } = made;
  const { userId } = await connectAccount(roost, {
    xUserId: made.id,
    handle,
    name: handle,
    avatarUrl: null,
    accessToken,
    refreshToken,
    expiresAt: new Date(made.expiresAt),
    scope,
    addTo: null,
  });
  const { id: accountId } = await roost.db.xAccount.findUniqueOrThrow({ where: { xUserId: made.id } });
  return { userId, accountId, accessToken, caller: createCaller(appRouter)({ roost, userId }) };
}
