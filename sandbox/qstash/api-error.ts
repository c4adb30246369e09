/** A refusal that QStash's API words as `{"error": message}` with `status`. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly scope: "entry" | "request" = "request",
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** What QStash could do and this sandbox can't: said, so that nobody takes it for a success. */
export function notServed(what: string): ApiError {
  return new ApiError(
    501,
    `The QStash sandbox does not serve ${what}. The real QStash may: try it there, or leave it out here.`,
  );
}
