// Sign-in with X through next-auth: OAuth 2 with PKCE, the same path in production and against the sandbox. next-auth
// only says who it is; the tokens are kept by Roost.
import { cookies } from "next/headers";
import type { Account, NextAuthOptions, Profile } from "next-auth";
import { getServerSession } from "next-auth";
import { type GetTokenParams, getToken } from "next-auth/jwt";
import TwitterProvider from "next-auth/providers/twitter";
import { type BegunConnection, connectCookie, connectedPath, readBegun } from "./accounts/begun-connection";
import { connectAccount } from "./accounts/connect-account";
import { AppError } from "./app-error";
import { type Env, getEnv } from "./env";
import { describeError } from "./log";
import { getRoost } from "./roost";

const scope = "tweet.read tweet.write users.read media.write offline.access";
const httpTimeoutMs = 10_000;

export type SignedInUser = { userId: string; name: string };

/** Who is signed in; null for nobody. For pages, layouts and procedures. */
export async function getSignedInUser(): Promise<SignedInUser | null> {
  const session = await getServerSession(authOptions());
  const user = session?.user as { id?: unknown; name?: unknown } | undefined;
  return typeof user?.id === "string" ? { userId: user.id, name: String(user.name ?? "") } : null;
}

export function authOptions(): NextAuthOptions {
  const env = getEnv();
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: "jwt" },
    pages: { signIn: "/", error: "/" },
    providers: [xProvider(env)],
    callbacks: {
      signIn: async ({ account, profile }) => (account ? storeConnection(account, profile) : false),
      jwt: ({ token, account }) => (account ? ownerOf(account) : token),
      session: ({ session, token }) => ({
        ...session,
        user: { id: token.userId, name: token.name },
      }),
    },
    logger: {
      error: (code, metadata) => {
        const error = metadata instanceof Error ? metadata : metadata.error;
        getRoost().log.warn({ code, error: describeError(error) }, "auth.failed");
      },
      warn: (code) => getRoost().log.debug({ code }, "auth.warning"),
      debug: () => {},
    },
  };
}

function xProvider(env: Env) {
  const provider = TwitterProvider({
    clientId: env.X_CLIENT_ID,
    clientSecret: env.X_CLIENT_SECRET,
    version: "2.0",
    httpOptions: { timeout: httpTimeoutMs },
    authorization: { url: env.X_AUTHORIZE_URL, params: { scope } },
  });
  // The provider's own types hide what it merges at run time: its endpoints are those of twitter.com.
  const endpoints = {
    token: { url: `${env.X_API_BASE_URL}/2/oauth2/token` },
    userinfo: { url: `${env.X_API_BASE_URL}/2/users/me`, params: { "user.fields": "profile_image_url" } },
  };
  return { ...provider, options: { ...provider.options, ...endpoints } } as typeof provider;
}

/** Runs at every sign-in, also for a returning account, where next-auth itself would keep the old tokens. */
async function storeConnection(account: Account, profile: Profile | undefined): Promise<boolean | string> {
  const data = (profile as { data?: { username?: string; name?: string; profile_image_url?: string } })?.data;
  if (!account.access_token || !data?.username) return false;
  const roost = getRoost();
  const begun = await begunConnection();
  const addTo = begun?.userId ?? null;
  try {
    const { userId, askedHandle } = await connectAccount(roost, {
      xUserId: account.providerAccountId,
      handle: data.username,
      name: data.name ?? data.username,
      avatarUrl: data.profile_image_url ?? null,
      accessToken: account.access_token,
      refreshToken: account.refresh_token ?? null,
      expiresAt: new Date((account.expires_at ?? 0) * 1000),
      scope: account.scope ?? "",
      addTo,
      asked: begun?.accountId ?? null,
    });
    roost.log.info({ userId, isOther: askedHandle !== null }, "account.connected");
    return begun ? connectedPath(data.username, askedHandle) : true;
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_ALLOWED") {
      return addTo ? "/studio/scheduled?problem=account-taken" : "/?error=account-added";
    }
    // next-auth would put the error's own text into the address bar.
    roost.log.error({ error }, "account.not_connected");
    return "/?error=unavailable";
  }
}

/** Who began to connect an account, and which one; null where nobody who is signed in now did. */
async function begunConnection(): Promise<BegunConnection | null> {
  const jar = await cookies();
  const begun = readBegun(jar.get(connectCookie)?.value);
  if (!begun) return null;
  jar.delete(connectCookie);
  const all = Object.fromEntries(jar.getAll().map(({ name, value }) => [name, value]));
  const request = { cookies: all, headers: {} } as unknown as GetTokenParams["req"];
  const token = await getToken({ req: request, secret: getEnv().NEXTAUTH_SECRET });
  return token?.userId === begun.userId ? begun : null;
}

/** The person stays who they were when they add an account: their name is not the new account's. */
async function ownerOf(account: Account): Promise<{ userId: string | null; name: string | null }> {
  const { db, log } = getRoost();
  try {
    const row = await db.xAccount.findUnique({
      where: { xUserId: account.providerAccountId },
      select: { user: { select: { id: true, name: true } } },
    });
    return { userId: row?.user.id ?? null, name: row?.user.name ?? null };
  } catch (error) {
    log.error({ error }, "account.owner_unread");
    return { userId: null, name: null };
  }
}
