import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useSearchParams } from "react-router";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useCan } from "../../../api/me";
import { useT } from "../../../i18n";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { openQuery, tiedQuery } from "../api";
import { Browser } from "./browser/Browser";
import { Register } from "./drawings/Register";
import { TiedList } from "./TiedList";
import "../library.css";

/** 资料 of a project: its files, its drawings, what is tied to it from elsewhere, what was sent out. */
export function ProjectTab({ row }: RecordProps) {
  return <PlaceTab place={{ project: row.id }} project={row.id} />;
}

/** 资料 of a customer: its files, those of its projects, and what is tied to it from elsewhere. */
export function CustomerTab({ row }: RecordProps) {
  return <PlaceTab place={{ customer: row.id }} />;
}

function PlaceTab({ place, project }: { place: { project: string } | { customer: string }; project?: string }) {
  const { t } = useT();
  const can = useCan();
  const [params, setParams] = useSearchParams();
  const tied = useQuery(tiedQuery(place));
  const count = tied.data?.length ?? 0;
  const customer = "customer" in place ? place.customer : null;
  const parts = [
    { value: "files", label: t("文件") },
    ...(project ? [{ value: "drawings", label: t("图纸目录") }] : []),
    ...(project && can("transmittals", "read") ? [{ value: "transmittals", label: t("收发文") }] : []),
    ...(customer ? [{ value: "projects", label: t("项目资料") }] : []),
    ...(count ? [{ value: "tied", label: t("关联资料 {{n}}", { n: count }) }] : []),
  ];
  const part = parts.some((one) => one.value === params.get("part")) ? params.get("part")! : "files";
  const setPart = (next: string) => setParams((before) => {
    const after = new URLSearchParams(before);
    for (const key of ["folder", "doc", "find", "order", "part"]) after.delete(key);
    if (next !== "files") after.set("part", next);
    return after;
  }, { replace: true, preventScrollReset: true });
  return (
    <div className="lib-tab">
      {parts.length > 1 && <div className="lib-parts"><Segmented value={part} onChange={setPart} options={parts} /></div>}
      {part === "files" && <Files place={place} />}
      {part === "drawings" && project && <Register project={project} />}
      {part === "transmittals" && project && <RelatedList resource="transmittals" filter={["project", "=", project]} initial={{ project }} hide={["project"]} columns={["number", "subject", "direction", "purpose", "sent_on", "state"]} sort="-created_at" />}
      {part === "projects" && customer && <RelatedList closed resource="documents" filter={{ and: [["customer", "=", customer], ["project", "empty", false]] }} columns={["name", "project", "kind", "status", "current", "updated_at"]} sort="-updated_at" />}
      {part === "tied" && <TiedList docs={tied.data ?? []} />}
    </div>
  );
}

function Files({ place }: { place: { project: string } | { customer: string } }) {
  const { t } = useT();
  const root = useQuery(openQuery(place));
  if (root.isPending) return <LinesSkeleton rows={6} />;
  if (root.isError) return <ErrorBox error={root.error} title={t("资料没有加载成功")} onRetry={() => void root.refetch()} />;
  return <Browser key={root.data.id} root={root.data.id} />;
}
