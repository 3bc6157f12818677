import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { ErrorBox } from "../../../kit/ErrorBox";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useRow } from "../../../resource/data/row";
import { FLOWS, optionsQuery, type FlowRow } from "../api";
import { Designer } from "../designer/Designer";
import "../../../resource/filter/filter.css";
import "../designer/designer.css";

export function Component() {
  const { id = "" } = useParams();
  return <FlowPageOf id={id} />;
}

/** One flow: drawn, tried, published. */
export function FlowPageOf({ id }: { id: string }) {
  const { t } = useT();
  const read = useRow(FLOWS, id);
  const options = useQuery(optionsQuery);
  const failed = options.isError ? options : read.isError && !read.data ? read : null;
  if (failed) return <div className="page"><div className="panel"><ErrorBox error={failed.error} title={t("流程没有加载成功")} onRetry={() => void failed.refetch()} /></div></div>;
  if (!read.data || !options.data) return <div className="page"><div className="panel"><DetailSkeleton /></div></div>;
  const flow = read.data as FlowRow;
  const approvable = options.data.approvables.find((one) => one.resource === flow.resource && one.verb === flow.verb);
  if (!approvable) return <div className="page"><div className="panel"><ErrorBox error={new Error(t("您没有查看这类记录的权限，不能设计它的流程。"))} title={t("流程没有加载成功")} /></div></div>;
  return <Designer key={id} flow={flow} approvable={approvable} options={options.data} />;
}
