/** A client that keeps cookies for each site and does not follow redirects: the part of a browser that sign-in needs. */
export function createBrowserLike() {
  const jars = new Map<string, Map<string, string>>();

  const send = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { origin } = new URL(url);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      ...init,
      redirect: "manual",
      headers: { ...init.headers, ...(cookie ? { cookie } : {}) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      jar.set(name, pair.slice(pair.indexOf("=") + 1));
    }
    return response;
  };

  return {
    get: (url: string) => send(url),
    /** Posts a form as a page of `from` would. */
    submit: (url: string, fields: Record<string, string>, from = new URL(url).origin) =>
      send(url, { method: "POST", body: new URLSearchParams(fields), headers: { origin: from } }),
  };
}

/** The hidden fields of the first form of a page, by name. */
export function hiddenFields(html: string): Record<string, string> {
  const fields = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return Object.fromEntries(fields.map(([, name = "", value = ""]) => [name, unescapeHtml(value)]));
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
