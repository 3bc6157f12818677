import { ResourcePage } from "../../../resource/ResourcePage";

/** The list of one resource. */
export const listPage = (resource: string) => function ListPage() {
  return <ResourcePage resource={resource} />;
};
