import { expect, test } from "vitest";
import { sharedSandbox } from "./qstash-shared";
import { publish } from "./qstash-support";

const { sandbox, destination } = sharedSandbox();

function post(path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return fetch(sandbox.url + path, {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { Origin: sandbox.url, ...headers },
    redirect: "manual",
  });
}

async function page(): Promise<string> {
  return (await sandbox.call("/")).body;
}

test("lists what waits with its body, and Delete cancels it as the console does", async () => {
  const { messageId } = await publish(sandbox, {
    ...{ url: `${destination.url}/post`, delay: 60, label: "roost" },
    body: '{"tweetId":"<t1>"}',
  });
  const listed = await page();
  expect(listed).toContain(`data-message-id="${messageId}"`);
  expect(listed).toContain("{&quot;tweetId&quot;:&quot;&lt;t1&gt;&quot;}");
  expect(listed).toContain("label: roost");
  expect(listed).toMatch(
    new RegExp(`action="/_page/messages/${messageId}/delete"><button[^>]*>Delete</button>`),
  );
  const answer = await post(`/_page/messages/${messageId}/delete`);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
  expect(await page()).not.toContain("data-message-id");
  expect(await sandbox.states(messageId)).toEqual(["CANCEL_REQUESTED", "CREATED"]);
  expect((await post(`/_page/messages/${messageId}/delete`)).status).toBe(303);
});

test("Delete all empties the list", async () => {
  for (let n = 0; n < 3; n += 1) await publish(sandbox, { url: destination.url, delay: 60 });
  expect((await page()).match(/data-message-id/g)).toHaveLength(3);
  await post("/_page/messages/delete-all");
  expect(await sandbox.messages("?state=pending")).toEqual([]);
});

test("shows dead letters, to retry or to delete", async () => {
  destination.answerWith(() => ({ status: 500 }));
  const { messageId } = await publish(sandbox, { url: destination.url, retries: 0 });
  await sandbox.untilState(messageId, "FAILED");
  const dlqId = /data-dlq-id="([^"]+)"/.exec(await page())?.[1];
  await post(`/_page/dlq/${dlqId}/retry`);
  expect(await sandbox.messages()).toHaveLength(2);
  const [, retried] = await sandbox.messages();
  await sandbox.untilState(retried?.messageId ?? "", "FAILED");
  const again = /data-dlq-id="([^"]+)"/.exec(await page())?.[1];
  await post(`/_page/dlq/${again}/delete`);
  expect(await page()).not.toContain("data-dlq-id");
});

test("adds faults by its form and removes them; a bad one is explained in a sentence", async () => {
  const form = {
    kind: "deliver-late",
    ms: "500",
    status: "503",
    when: "before",
    count: "2",
    label: "roost",
    body: "",
  };
  expect((await post("/_page/faults/add", form)).status).toBe(303);
  const faults = async () => JSON.parse((await sandbox.call("/_sandbox/faults")).body).faults;
  const [fault] = await faults();
  expect(fault).toMatchObject({
    kind: "deliver-late",
    params: { ms: 500 },
    match: { label: "roost" },
    count: 2,
  });
  expect(await page()).toContain(`data-fault-id="${fault.id}"`);
  const bad = await post("/_page/faults/add", { ...form, ms: "" });
  expect([bad.status, bad.headers.get("content-type")]).toEqual([400, "text/html; charset=utf-8"]);
  await post(`/_page/faults/${fault.id}/remove`);
  expect(await faults()).toEqual([]);
});

test.each([
  [{ Origin: "https://evil.example.com" }],
  [{ Origin: "null" }],
  [{ "Sec-Fetch-Site": "cross-site" }],
])("a form that another site sends is refused: %o", async (headers) => {
  const { messageId } = await publish(sandbox, { url: destination.url, delay: 60 });
  expect((await post("/_page/messages/delete-all", {}, headers)).status).toBe(403);
  const fault = await fetch(`${sandbox.url}/_sandbox/reset`, { method: "POST", headers });
  expect(fault.status).toBe(403);
  expect((await sandbox.messages("?state=pending"))[0]?.messageId).toBe(messageId);
});
