// What the least handler of a signed delivery does, as a process of its own: the signature checked, one call to X.
// No database, no claim, no record: it posts twice whenever it is asked twice.
import { createServer, type IncomingMessage } from "node:http";
import { Receiver } from "@upstash/qstash";

const {
  PORT = "",
  X_API_BASE_URL = "",
  QSTASH_CURRENT_SIGNING_KEY: currentSigningKey = "",
  QSTASH_NEXT_SIGNING_KEY: nextSigningKey = "",
} = process.env;
const url = `http://127.0.0.1:${PORT}/`;
const receiver = new Receiver({ currentSigningKey, nextSigningKey, devMode: false });
let handled = 0;

createServer(async (request, response) => {
  const status = request.method === "POST" ? await post(request) : 200;
  response.writeHead(status).end(String(handled));
}).listen(Number(PORT), "127.0.0.1");

async function post(request: IncomingMessage): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  await receiver.verify({ signature: String(request.headers["upstash-signature"]), body, url });
  const { text, accessToken } = JSON.parse(body) as { text: string; accessToken: string };
  const answer = await fetch(`${X_API_BASE_URL}/2/tweets`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ text }),
  });
  await answer.body?.cancel();
  handled += 1;
  return answer.ok ? 200 : 500;
}
