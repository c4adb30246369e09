// Stands in for ~/server/auth in tests of routes: `vi.mock("~/server/auth", () => import("../support/signed-in"))`.

/** Whoever the next requests come from; null for nobody. */
export const session: { userId: string | null } = { userId: null };

export const getSignedInUser = async () => (session.userId ? { userId: session.userId, name: "Mira" } : null);
