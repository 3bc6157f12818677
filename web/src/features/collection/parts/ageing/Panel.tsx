import type { ReactNode } from "react";
import type { UseQueryResult } from "@tanstack/react-query";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";

interface Props<T> {
  title: string;
  extra?: ReactNode;
  query: UseQueryResult<T>;
  none: string;
  isEmpty: (data: T) => boolean;
  children: (data: T) => ReactNode;
}

/** A panel around one figure, with its states. */
export function Panel<T>({ title, extra, query, none, isEmpty, children }: Props<T>) {
  return (
    <section className="panel" aria-label={title} aria-busy={query.isFetching}>
      <header className="panel-head"><h2>{title}</h2>{extra}</header>
      {query.isPending && <LinesSkeleton rows={5} />}
      {query.isError && !query.data && <ErrorBox error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (isEmpty(query.data) ? <Empty text={none} /> : <div className="panel-body col">{children(query.data)}</div>)}
    </section>
  );
}
