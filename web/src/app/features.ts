import type { Feature, MenuEntry } from "../resource/feature";
import type { Me } from "../api/types";

const modules = import.meta.glob<Feature>("../features/*/index.tsx", { eager: true, import: "default" });

export const features: Feature[] = Object.values(modules).filter(Boolean);

/** The menu that this person sees: entries whose grants they hold, in order. */
export function menuFor(me: Me): MenuEntry[] {
  return features
    .flatMap((feature) => feature.menu ?? [])
    .filter((entry) => !entry.can || entry.can.some(([resource, action]) => me.grants[resource]?.includes(action)))
    .toSorted((a, b) => a.order - b.order);
}
