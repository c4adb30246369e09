import type { BannerItem } from "~/server/notices/view";
import { ConnectAccount } from "../auth/connect-account";

/** What its owner may do about a hold. */
export function BannerActs({ item }: { item: BannerItem }) {
  return item.acts.includes("reconnect") ? <ConnectAccount label="Connect it again" /> : null;
}
