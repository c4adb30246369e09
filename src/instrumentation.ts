/** Next.js calls it once, as the server starts. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { allowLongUploads } = await import("./server/media/allow-long-uploads");
  allowLongUploads();
}
