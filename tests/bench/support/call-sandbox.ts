/** One call of a sandbox's own controls: a POST where there is a body. @throws Error for any answer but a good one. */
export async function callSandbox<T = unknown>(base: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${base}${path}`, {
    ...(body && {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json" },
    }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}

/** X answers every create call this late: it is far away. */
export async function putXFarAway(xUrl: string, ms: number): Promise<void> {
  await callSandbox(xUrl, "/_sandbox/faults", { kind: "slow", params: { ms } });
}
