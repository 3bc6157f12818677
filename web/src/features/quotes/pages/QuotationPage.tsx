import { useNavigate } from "react-router";
import { useT } from "../../../i18n";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { RESOURCE } from "../api";
import { ApprovalBar } from "../parts/ApprovalBar";
import { Head } from "../parts/Head";
import { VerbButtons } from "../parts/VerbButtons";
import "../quotes.css";

/** One quotation: its lines, its paper, its versions, its way to the customer. */
export function QuotationPage() {
  const { t } = useT();
  const navigate = useNavigate();
  return (
    <RecordPage resource={RESOURCE} failed={t("报价没有加载成功")} back={{ to: "/quotations", label: t("返回报价列表") }}>
      {(meta, row) => (
        <RecordBody meta={meta} row={row} title={String(row.title)} className="quote-page" archived={t("这份报价已归档，不能再改。需要时在“更多操作”里恢复。")}
          head={(edit) => <Head row={row} actions={<VerbButtons meta={meta} row={row} onEdit={edit} onVersion={(made) => void navigate(`/quotations/${made.id}`)} />} />}>
          <ApprovalBar row={row} />
        </RecordBody>
      )}
    </RecordPage>
  );
}
