import { Suspense, lazy, useState, type ReactNode } from "react";
import { Button } from "antd";
import { EditOutlined, ImportOutlined } from "@ant-design/icons";
import { useCan } from "../../../../api/me";
import { useT } from "../../../../i18n";
import type { RecordProps } from "../../../../resource/registry";
import type { Kind } from "../../model/agreed";
import { LinesTab as LineList, TermsTab as TermList } from "../children";
import { TakeLines } from "./TakeLines";
import "../../contracts.css";

const AgreedEditor = lazy(() => import("./AgreedEditor").then((module) => ({ default: module.AgreedEditor })));

/** The rows to read, and in a draft a table in which all of them are typed and saved at once. */
function agreedTab(kind: Kind, resource: string, List: (props: RecordProps) => ReactNode) {
  return function AgreedTab(props: RecordProps) {
    const { t } = useT();
    const can = useCan();
    const [open, setOpen] = useState<"" | "edit" | "take">("");
    const { row } = props;
    const may = row.state === "draft" && !row.archived_at && "amount" in row && (row._can ?? []).includes("update") && can(resource, "update");
    if (open === "edit") return <div className="drawer-pad"><Suspense fallback={null}><AgreedEditor id={row.id} kind={kind} onClose={() => setOpen("")} /></Suspense></div>;
    return (
      <>
        {may && (
          <div className="row wrap touch agreed-bar">
            <Button type="primary" icon={<EditOutlined aria-hidden />} onClick={() => setOpen("edit")}>{kind === "lines" ? t("编辑全部明细") : t("编辑全部条款")}</Button>
            {kind === "lines" && (row._can ?? []).includes("take_lines") && can("quotations", "read") && <Button icon={<ImportOutlined aria-hidden />} onClick={() => setOpen("take")}>{t("带入报价明细")}</Button>}
          </div>
        )}
        <List {...props} />
        {open === "take" && <TakeLines row={row} onClose={() => setOpen("")} />}
      </>
    );
  };
}

export const LinesTab = agreedTab("lines", "contract_lines", LineList);
export const TermsTab = agreedTab("terms", "payment_terms", TermList);
