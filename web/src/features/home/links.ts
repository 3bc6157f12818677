import { listPath, recordPath } from "../../resource/registry";
import type { Item, Link } from "./api";

/** The list behind a figure: the same filter, so that the same records stand there. `view=all` keeps a default view from mixing in. */
export function linkTo(link: Link): string {
  if (link.path) return link.path;
  const params = new URLSearchParams({ view: "all" });
  if (link.filter) params.set("filter", JSON.stringify(link.filter));
  if (link.sort) params.set("sort", link.sort);
  return `${listPath(link.resource)}?${params.toString()}`;
}

export const itemPath = (item: Item): string => recordPath(item.about?.resource ?? item.resource, item.about?.id ?? item.id);
