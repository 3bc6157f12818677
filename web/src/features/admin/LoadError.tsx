import { isApiError } from "../../api/errors";
import { ErrorBox, NoRight } from "../../kit/ErrorBox";

/** A page that did not load. That a resource is not there at all means that one may not read it. */
export function LoadError({ error, title, onRetry }: { error: unknown; title: string; onRetry: () => void }) {
  if (isApiError(error) && error.status === 404) return <NoRight />;
  return <div className="page"><ErrorBox error={error} title={title} onRetry={onRetry} /></div>;
}
