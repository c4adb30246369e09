// Stands in for one part: answers as the web app does where the start looks, and does what a test asks.
//
//   node part.mjs <name> <port> <folder>      notes its pid and the order of endings in the folder
import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const [name = "", port, folder = ""] = process.argv.slice(2);
const isNamedIn = (list = "") => list.split(",").includes(name);
const note = (file, text) => appendFileSync(join(folder, file), `${text}\n`);

// A child of its own, as `next dev` has: it is to end with the rest.
const child = spawn("sleep", ["1000000"], { stdio: "ignore" });
note("pids", process.pid);
note("pids", child.pid);

process.on("SIGTERM", () => {
  if (isNamedIn(process.env.STAND_IN_STUBBORN)) return;
  note("endings", name);
  process.exit(0);
});

if (isNamedIn(process.env.STAND_IN_BROKEN)) {
  console.error("cannot go on: the answer is not 42");
  process.exit(3);
}

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://stand.in");
  if (pathname === "/env") return response.end(JSON.stringify(process.env));
  if (pathname === "/print") console.log(searchParams.get("line"));
  if (pathname === "/crash") process.exit(Number(searchParams.get("status")));
  response.statusCode = pathname === "/api/qstash/post-tweet" ? 401 : 200;
  return response.end(name);
}).listen(Number(port), "127.0.0.1");
