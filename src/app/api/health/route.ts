import { getRoost } from "~/server/roost";

/** 200 when the web process reaches its database, 503 with a sentence when it does not. */
export async function GET(): Promise<Response> {
  try {
    const now = await getRoost().clock.now();
    return Response.json({ ok: true, now });
  } catch {
    return Response.json({ ok: false, message: "The database cannot be reached." }, { status: 503 });
  }
}
