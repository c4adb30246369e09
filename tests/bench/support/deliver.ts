import { Agent, request } from "node:http";
import { signDelivery } from "../../support/sign-delivery";

const agent = new Agent({ keepAlive: true });

/** Delivers a body as QStash does, signed, and reads the answer. @throws Error for any answer but a 2xx. */
export async function deliver(url: string, body: object, key: string): Promise<void> {
  const text = JSON.stringify(body);
  const signature = signDelivery({ key, url, body: text });
  const status = await new Promise<number>((resolve, reject) => {
    const headers = { "Content-Type": "application/json", "Upstash-Signature": signature };
    const call = request(url, { method: "POST", agent, headers }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
    });
    call.once("error", reject);
    call.end(text);
  });
  if (status < 200 || status > 299) throw new Error(`${url} answered ${status}.`);
}
