import { ResourcePage } from "../../../resource/ResourcePage";
import { RESOURCE } from "../api";

export function ListPage() {
  return <ResourcePage resource={RESOURCE} />;
}
