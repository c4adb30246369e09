/**
 * Leaves the page by a POST to next-auth with its CSRF token, as its own sign-in and sign-out buttons do.
 * Throws when the server does not answer.
 */
export async function postToAuth(path: "signin/twitter" | "signout", callbackUrl: string): Promise<void> {
  const answer = await fetch("/api/auth/csrf");
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const form = document.createElement("form");
  form.method = "post";
  form.action = `/api/auth/${path}`;
  for (const [name, value] of Object.entries({ csrfToken, callbackUrl })) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

/** Ends a connection of another account that was begun and left. Throws when the server does not answer. */
export async function forgetConnecting(): Promise<void> {
  const answer = await fetch("/api/accounts/connect", { method: "DELETE" });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
}
