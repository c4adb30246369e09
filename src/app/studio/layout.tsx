import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { readSandbox } from "~/components/shell/read-sandbox";
import { StudioShell } from "~/components/shell/studio-shell";
import { getSignedInUser } from "~/server/auth";

export default async function StudioLayout({ children }: { children: ReactNode }) {
  const [user, sandbox] = await Promise.all([getSignedInUser(), readSandbox()]);
  if (!user) redirect("/");
  return (
    <StudioShell person={user.userId} name={user.name} sandbox={sandbox ?? { qstash: null, x: null }}>
      {children}
    </StudioShell>
  );
}
