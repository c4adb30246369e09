// Stands in for ~/server/env in tests of routes, which know of it only where their pages are:
// `vi.mock("~/server/env", (original) => import("../support/own-address").then((m) => m.withOwnAddress(original)))`.

export async function withOwnAddress(original: <T>() => Promise<T>): Promise<object> {
  return { ...(await original<object>()), getEnv: () => ({ NEXTAUTH_URL: "http://localhost:3000" }) };
}
