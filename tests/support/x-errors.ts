import { ApiPartialResponseError, ApiRequestError, ApiResponseError } from "twitter-api-v2";

export type XFailure =
  | { kind: "answered"; status: number; body: Record<string, unknown>; error: ApiResponseError }
  | { kind: "no-answer" }
  | { kind: "cut" }
  | { kind: "succeeded" };

/** How twitter-api-v2 told of a failure. */
export async function failureOf(call: Promise<unknown>): Promise<XFailure> {
  try {
    await call;
    return { kind: "succeeded" };
  } catch (error) {
    if (error instanceof ApiResponseError) {
      const body = (error.data ?? {}) as unknown as Record<string, unknown>;
      return { kind: "answered", status: error.code, body, error };
    }
    if (error instanceof ApiPartialResponseError) return { kind: "cut" };
    if (error instanceof ApiRequestError) return { kind: "no-answer" };
    throw error;
  }
}
