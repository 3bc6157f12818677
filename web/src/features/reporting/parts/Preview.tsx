import { useState } from "react";
import { Button, Segmented } from "antd";
import { FilePdfOutlined } from "@ant-design/icons";
import { API } from "../../../api/client";
import { useQuery } from "@tanstack/react-query";
import { metaQuery } from "../../../api/meta";
import type { Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { RESOURCE, usePages, type Edition } from "../api";

/** Whether the reader sees what projects cost: only then there is an internal edition. */
export function useSeesCosts(): boolean {
  return useQuery(metaQuery("projects")).data?.fields.some((field) => field.name === "cost_total" && !field.masked) ?? false;
}

/** The report page by page as pictures, so that a phone shows it too. */
export function Preview({ row }: { row: Row }) {
  const { t } = useT();
  const [edition, setEdition] = useState<Edition>("customer");
  const internal = useSeesCosts();
  const pages = usePages(row.id, row.version, edition);
  return (
    <section className="report-preview" aria-label={t("预览")}>
      <div className="row between wrap touch">
        {internal
          ? <Segmented value={edition} onChange={(value) => setEdition(value as Edition)} options={[{ value: "customer", label: t("客户版") }, { value: "internal", label: t("内部版") }]} />
          : <b>{t("预览")}</b>}
        <Button icon={<FilePdfOutlined aria-hidden />} href={`${API}/r/${RESOURCE}/${row.id}/pdf?edition=${edition}`} target="_blank" rel="noreferrer">{t("打开 PDF")}</Button>
      </div>
      {pages.isPending && <LinesSkeleton />}
      {pages.isError && <ErrorBox error={pages.error} title={t("预览没有加载成功")} onRetry={() => void pages.refetch()} />}
      {pages.data && Array.from({ length: pages.data.count }, (_none, index) => (
        <img key={`${pages.data.stamp}-${index}`} className="report-page" loading="lazy" width={1100} height={1556} alt={t("第 {{n}} 页", { n: index + 1 })}
          src={`${API}/r/${RESOURCE}/${row.id}/pages/${index + 1}?edition=${edition}&stamp=${pages.data.stamp}`} />
      ))}
    </section>
  );
}
