import { Receiver } from "@upstash/qstash";

export type SignatureCheck = (signature: string | null, rawBody: string) => Promise<boolean>;

/**
 * Checks that QStash signed this body, for this address, within the last five minutes.
 * `deliveryUrl` is the public one: the request's own is whatever a proxy made of it.
 */
export function createSignatureCheck(options: {
  currentSigningKey: string;
  nextSigningKey: string;
  deliveryUrl: string;
}): SignatureCheck {
  const receiver = new Receiver({
    currentSigningKey: options.currentSigningKey,
    nextSigningKey: options.nextSigningKey,
    devMode: false,
  });
  return async (signature, rawBody) => {
    if (!signature) return false;
    try {
      return await receiver.verify({ signature, body: rawBody, url: options.deliveryUrl });
    } catch {
      return false;
    }
  };
}
