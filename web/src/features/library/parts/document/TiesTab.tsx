import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { CloseOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import type { Ref } from "../../../../api/types";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { useNotify } from "../../../../kit/notify";
import { RefSelect } from "../../../../kit/RefSelect";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { recordPath, type RecordProps } from "../../../../resource/registry";
import { saveTies, tiesQuery, type Ties } from "../../api";

/** Customers and projects that use the document too; it shows under 关联资料 there. */
export function TiesTab({ row }: RecordProps) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const read = useQuery(tiesQuery(row.id));
  const save = useMutation({
    mutationFn: (ties: Ties) => saveTies(row.id, ties),
    onSuccess: (ties) => {
      client.setQueryData(tiesQuery(row.id).queryKey, ties);
      void client.invalidateQueries({ queryKey: ["library", "tied"] });
    },
    onError: notify.fail,
  });
  if (read.isPending) return <LinesSkeleton />;
  if (read.isError) return <ErrorBox error={read.error} onRetry={() => void read.refetch()} />;
  const may = row._can?.includes("attach") ?? false;
  const ties = read.data;
  return (
    <div className="drawer-pad col">
      <p className="muted small">{t("文件只有一份，在下面这些客户和项目的“关联资料”里也能找到。")}</p>
      <Kind label={t("项目")} resource="projects" refs={ties.projects} may={may} onChange={(projects) => save.mutate({ ...ties, projects })} />
      <Kind label={t("客户")} resource="customers" refs={ties.customers} may={may} onChange={(customers) => save.mutate({ ...ties, customers })} />
    </div>
  );
}

function Kind({ label, resource, refs, may, onChange }: { label: string; resource: string; refs: Ref[]; may: boolean; onChange: (refs: Ref[]) => void }) {
  const { t } = useT();
  const add = t("添加{{what}}", { what: label });
  return (
    <section>
      <h3 className="drawer-section">{label}</h3>
      <ul className="lib-grants">
        {refs.map((one) => (
          <li key={one.id}>
            <Link className="grow ellipsis" to={recordPath(resource, one.id)}>{one.label}</Link>
            {may && <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t("移除{{name}}", { name: one.label })} onClick={() => onChange(refs.filter((other) => other.id !== one.id))} />}
          </li>
        ))}
      </ul>
      {!refs.length && !may && <span className="muted">—</span>}
      {may && <RefSelect resource={resource} value={null} placeholder={add} aria-label={add} onChange={(_id, ref) => ref && !refs.some((one) => one.id === ref.id) && onChange([...refs, ref])} />}
    </section>
  );
}
