import type { Photos } from "../api";

/** Photos that were taken before their claim's page opened; they are sent from there. */
const waiting = new Map<string, Photos>();

export function keepPhotos(claim: string, photos: Photos): void {
  waiting.set(claim, photos);
}

export function takePhotos(claim: string): Photos {
  const found = waiting.get(claim) ?? {};
  waiting.delete(claim);
  return found;
}
