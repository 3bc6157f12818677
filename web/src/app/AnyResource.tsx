import { useParams } from "react-router";
import { ResourcePage } from "../resource/ResourcePage";

export function Component() {
  const { resource = "" } = useParams();
  return <ResourcePage key={resource} resource={resource} />;
}
