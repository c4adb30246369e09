import { invalidRequest } from "../http/problems";
import { invalidValue } from "../http/read-query";
import { Refusal } from "../http/reply";
import { idPattern } from "../tweets/tweet";

/** The `:id` of the path, or X's 400 when it is none. */
export function pathId(params: Record<string, string>): string {
  const id = params.id ?? "";
  if (idPattern.test(id)) return id;
  throw new Refusal(invalidRequest([invalidValue("id", id, `does not match ${idPattern.source}`)]));
}
