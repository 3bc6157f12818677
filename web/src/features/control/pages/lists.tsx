import { ResourcePage } from "../../../resource/ResourcePage";

/** The plain list page of a resource, as a component of its own for each route. */
export function listPage(resource: string) {
  return function ListOf() {
    return <ResourcePage key={resource} resource={resource} />;
  };
}
