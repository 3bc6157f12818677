import { useParams, type LoaderFunctionArgs } from "react-router";
import { ResourcePage } from "../resource/ResourcePage";
import { prefetchList } from "../resource/data/list";

export function Component() {
  const { resource = "" } = useParams();
  return <ResourcePage key={resource} resource={resource} />;
}

export function loader({ params, request }: LoaderFunctionArgs) {
  prefetchList(params.resource ?? "", new URL(request.url).searchParams);
  return null;
}
