import { redirect } from "next/navigation";
import { scheduledPath } from "~/components/shell/paths";

export default function StudioPage() {
  redirect(scheduledPath);
}
