import { readError } from "~/trpc/read-error";

/** What gives a page whose reads are refused its person back: nothing else does. Null for any other error. */
export function wayBack(error: unknown): "signIn" | "reload" | null {
  if (!error) return null;
  const { code } = readError(error);
  if (code === "UNAUTHENTICATED") return "signIn";
  return code === "OTHER_PERSON" ? "reload" : null;
}
