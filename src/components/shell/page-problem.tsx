import { Button } from "../ui/button";

/** A page that broke: what is known of it, what is not touched by it, and the way on. `digest` finds it in the log. */
export function PageProblem({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  return (
    <main className="mx-auto max-w-xl px-6 pt-20 sm:pt-32">
      <h1 className="text-20 font-semibold">This page could not be shown</h1>
      <p className="mt-2 text-14 text-muted">
        Something failed while it was being put together; the server or its database may be away for a moment.
        What is scheduled is kept, and goes out without this page.
      </p>
      {digest && <p className="tabular mt-2 text-13 text-muted">In the server's log: {digest}</p>}
      <Button look="line" className="mt-6" onClick={retry}>
        Try again
      </Button>
    </main>
  );
}
