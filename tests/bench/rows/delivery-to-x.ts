import type { Row } from "../row";
import { inWords, p99 } from "../spread";
import { startBareHandler } from "../support/bare-part";
import { deliver } from "../support/deliver";
import { openDoor } from "../support/door";
import { signUpPeople } from "../support/people";
import { placeDueTweets } from "../support/place-due";

const warmUps = 100;
const rounds = 1000;
const extraMsMax = 25;

export const row: Row = {
  name: "delivery-to-x",
  what: "signed delivery to X call",
  method: `${rounds} signed deliveries to the built app and ${rounds} to a bare handler (the same signature check, then at once one call to X), one at a time and in turn, after ${warmUps} of each to warm up; from sending the delivery until the create call arrives before X.`,
  measure: async ({ startStack, say }) => {
    const doors: Awaited<ReturnType<typeof openDoor>>[] = [];
    const stack = await startStack({
      parts: ["x", "web"],
      standBeforeX: async (xUrl) => {
        const door = await openDoor(xUrl);
        doors.push(door);
        return door.url;
      },
    });
    const [door] = doors;
    if (!door) throw new Error("There is no door before X.");
    try {
      const [person] = await signUpPeople(stack, 1);
      if (!person) throw new Error("Nobody has signed up.");
      const bare = await startBareHandler(stack, door.url);
      const tweets = await placeDueTweets(stack.roost, person, warmUps + rounds);
      const key = stack.secrets.qstashCurrentSigningKey;
      say(`${tweets.length} tweets are due`);
      const tookMs = async (url: string, body: object, text: string) => {
        const sentAt = performance.now();
        await deliver(url, body, key);
        return (door.arrivedAt(text) ?? Number.NaN) - sentAt;
      };
      const ours: number[] = [];
      const theirs: number[] = [];
      const beforeMs = stack.processorMs("web");
      for (const [index, { id, revision, text }] of tweets.entries()) {
        const bareText = `bare ${text}`;
        theirs.push(await tookMs(bare.url, { text: bareText, accessToken: person.accessToken }, bareText));
        ours.push(await tookMs(stack.roost.queue.deliveryUrl, { tweetId: id, revision }, text));
        if (index === warmUps - 1) ours.length = theirs.length = 0;
      }
      const afterMs = stack.processorMs("web");
      if ([...ours, ...theirs].some(Number.isNaN)) throw new Error("A delivery led to no call to X.");
      const extraMs = p99(ours) - p99(theirs);
      return {
        ours: { values: ours, unit: "ms" },
        against: { name: "a bare signed handler", reading: { values: theirs, unit: "ms" } },
        bounds: [
          {
            asked: `p99 within ${extraMsMax} ms of it`,
            found: `${inWords(extraMs, "ms")} more`,
            isMet: extraMs <= extraMsMax,
          },
        ],
        notes:
          beforeMs === null || afterMs === null
            ? []
            : [
                `The web app had ${inWords((afterMs - beforeMs) / tweets.length, "ms")} of a processor for each delivery, the warm-up with it.`,
              ],
      };
    } finally {
      door.close();
    }
  },
};
