import { useState } from "react";
import { Input, Select } from "antd";
import type { Ref } from "../../../../api/types";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useDebounced } from "../../../../kit/useDebounced";
import { useT } from "../../../../i18n";
import { useSites, type Site } from "../../api";

interface Props { project: Ref | null; contract: Ref | null; onChange: (project: Ref | null, contract: Ref | null) => void; fault?: string; fixed: boolean }

/** Project first, one's own on top; its contract follows by itself where there is only one, or a main one. */
export function SitePicker({ project, contract, onChange, fault, fixed }: Props) {
  const { t } = useT();
  const [text, setText] = useState("");
  const q = useDebounced(text.trim(), 250);
  const found = useSites(q, !fixed && (!project || !contract));
  const site = found.data?.items.find((one) => one.id === project?.id);
  const take = (one: Site) => {
    const first = one.contracts.find((c) => c.part === "main") ?? one.contracts[0];
    onChange({ id: one.id, label: one.label }, first ? { id: first.id, label: first.label } : null);
  };
  if (project || (fixed && contract)) {
    return (
      <div className="sheet-site">
        <div className="row between"><b>{project?.label ?? contract?.label}</b>{!fixed && <button type="button" className="plain sheet-link" onClick={() => onChange(null, null)}>{t("换项目")}</button>}</div>
        {site && site.contracts.length > 1
          ? <Select aria-label={t("合同")} value={contract?.id} style={{ width: "100%" }} onChange={(key: string) => { const one = site.contracts.find((c) => c.id === key)!; onChange(project, { id: one.id, label: one.label }); }} options={site.contracts.map((one) => ({ value: one.id, label: `${one.part_label} · ${one.label}` }))} />
          : <span className="second small">{contract?.label}</span>}
        {fault && <div className="field-error" role="alert">{fault}</div>}
      </div>
    );
  }
  return (
    <div className="col">
      <Input.Search allowClear value={text} onChange={(event) => setText(event.target.value)} placeholder={t("搜索项目名称或编号")} aria-label={t("搜索项目名称或编号")} />
      {found.isPending && <LinesSkeleton />}
      {found.isError && <ErrorBox error={found.error} title={t("项目没有加载成功")} onRetry={() => void found.refetch()} />}
      {found.isSuccess && !found.data.items.length && <p className="muted">{t("没有可以签证的项目。项目要有已签订、未结算的合同，并且您能看到它们。")}</p>}
      <ul className="sheet-sites">
        {found.data?.items.map((one) => (
          <li key={one.id}><button type="button" className="plain" onClick={() => take(one)}><b>{one.label}</b><span className="second small">{[one.number, one.address].filter(Boolean).join(" · ")}</span></button></li>
        ))}
      </ul>
      {fault && <div className="field-error" role="alert">{fault}</div>}
    </div>
  );
}
