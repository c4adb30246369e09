import type { ComponentProps } from "react";
import type { CommandMenu } from "../commands/command-menu";
import type { HelpDialog } from "../commands/help-dialog";
import type { ComposerDialog } from "../composer/composer-dialog";
import type { WhenDialog } from "../composer/when-dialog";
import type { DetailDialog } from "../detail/detail-dialog";
import type { HistoryDialog } from "../history/history-dialog";
import type { NoticesDialog } from "../notices/notices-dialog";
import type { TweetMenu } from "../tweet/tweet-menu";
import type { Part } from "../ui/on-demand";

export const composer: Part<ComponentProps<typeof ComposerDialog>> = {
  load: async () => (await import("../composer/composer-dialog")).ComposerDialog,
};
export const when: Part<ComponentProps<typeof WhenDialog>> = {
  load: async () => (await import("../composer/when-dialog")).WhenDialog,
};
export const menu: Part<ComponentProps<typeof TweetMenu>> = {
  load: async () => (await import("../tweet/tweet-menu")).TweetMenu,
};
export const commands: Part<ComponentProps<typeof CommandMenu>> = {
  load: async () => (await import("../commands/command-menu")).CommandMenu,
};
export const help: Part<ComponentProps<typeof HelpDialog>> = {
  load: async () => (await import("../commands/help-dialog")).HelpDialog,
};
export const detail: Part<ComponentProps<typeof DetailDialog>> = {
  load: async () => (await import("../detail/detail-dialog")).DetailDialog,
};
export const history: Part<ComponentProps<typeof HistoryDialog>> = {
  load: async () => (await import("../history/history-dialog")).HistoryDialog,
};
export const notices: Part<ComponentProps<typeof NoticesDialog>> = {
  load: async () => (await import("../notices/notices-dialog")).NoticesDialog,
};
