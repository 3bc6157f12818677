import type { ComponentType, ReactNode } from "react";
import type { RouteObject } from "react-router";
import type { Me } from "../api/types";

/** One entry of the menu. `label` is Chinese source text marked with tk("…"). */
export interface MenuEntry {
  key: string;
  label: string;
  icon: ReactNode;
  path: string;
  /** Position among all entries; leave gaps of ten. */
  order: number;
  /** Heading under which it stands in the sider, marked with tk("…"); none: the first block. */
  group?: string;
  /** Shown to people who hold one of these grants; without it, to everyone. */
  can?: [resource: string, action: string][];
  /** Place in the phone's bottom bar (lower comes first); the four lowest get one, the rest are under 更多. */
  phone?: number;
  /** Draws how many things wait there, or nothing. */
  badge?: ComponentType;
}

/** What a feature adds. The application collects the default export of every features/<name>/index.tsx. */
export interface Feature {
  name: string;
  menu?: MenuEntry[];
  /** Children of the shell. Use `lazy` for every page. */
  routes?: RouteObject[];
  /** Pages without shell and session (a login page, a public page). */
  bareRoutes?: RouteObject[];
}

const declared: Feature[] = [];

export function defineFeature(feature: Feature): Feature {
  declared.push(feature);
  return feature;
}

/** The menu that this person sees: entries whose grants they hold, in order. */
export function menuFor(me: Me): MenuEntry[] {
  return declared
    .flatMap((feature) => feature.menu ?? [])
    .filter((entry) => !entry.can || entry.can.some(([resource, action]) => me.grants[resource]?.includes(action)))
    .toSorted((a, b) => a.order - b.order);
}
