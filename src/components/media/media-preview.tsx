import Image from "next/image";
import { useState } from "react";
import type { PartView } from "~/server/tweets/view";

type MediaPreviewProps = { media: PartView["media"][number]; className: string; onGone?: () => void };

/** Its box is set by `className`; this only keeps the browser from guessing. */
const unknownPx = 80;

/** An upload as it looks: a picture, or a video with its controls. `className` gives its size. */
export function MediaPreview({
  media: { kind, url, altText, width, height },
  className,
  onGone,
}: MediaPreviewProps) {
  const [isGone, setGone] = useState(false);
  const fail = () => {
    setGone(true);
    onGone?.();
  };
  const look = `rounded-md border border-line bg-paper-sunk object-cover ${className}`;
  if (isGone) {
    return (
      <span className={`${look} flex items-center justify-center p-1 text-center text-12 text-muted`}>
        Not to be shown
      </span>
    );
  }
  if (kind === "VIDEO") {
    return (
      <video
        muted
        controls
        playsInline
        preload="metadata"
        src={url}
        aria-label={altText || "Video"}
        onError={fail}
        className={look}
      />
    );
  }
  return (
    <Image
      unoptimized
      loading="eager"
      src={url}
      width={width ?? unknownPx}
      height={height ?? unknownPx}
      alt={altText || (kind === "GIF" ? "GIF" : "Image")}
      onError={fail}
      className={look}
    />
  );
}
