import { Receiver } from "@upstash/qstash";

export type SignatureCheck = (signature: string | null, rawBody: string) => Promise<boolean>;

/**
 * A signature holds for five minutes, by the clock of this machine, which may be wrong by a daylight hour or two: its
 * deliveries would all be refused. What is heard again is harmless, since the claim decides and not the signature.
 */
const clockToleranceS = 3 * 60 * 60;

/**
 * Checks that QStash signed this body, for this address, lately.
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
      return await receiver.verify({
        signature,
        body: rawBody,
        url: options.deliveryUrl,
        clockTolerance: clockToleranceS,
      });
    } catch {
      return false;
    }
  };
}
