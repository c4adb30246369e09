import { getSignedInUser } from "./auth";
import { pageOf, requirePerson } from "./require-person";

/** Who is signed in, for routes. @throws AppError as `requirePerson` */
export async function requirePagePerson(request: Request): Promise<{ userId: string }> {
  const user = await getSignedInUser();
  return requirePerson(user?.userId ?? null, pageOf(request));
}
