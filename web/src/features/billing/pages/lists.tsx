import type { Filter } from "../../../api/types";
import { useT } from "../../../i18n";
import { ResourcePage } from "../../../resource/ResourcePage";

/** The plain list page of a resource, as a component of its own for each route. */
export function listPage(resource: string, title?: string, within?: Filter, initial?: Record<string, unknown>) {
  return function ListOf() {
    const { t } = useT();
    return <ResourcePage key={resource + (title ?? "")} resource={resource} title={title && t(title)} within={within} initial={initial} />;
  };
}
