import type { Ref } from "../../../api/types";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { CASES } from "../api";
import { CallButton } from "../parts/CallButton";
import { Head } from "../parts/case/Head";
import "../collection.css";

/** One collection case: what happened, what comes, and every verb that it may take now. */
export function CasePage() {
  const { t } = useT();
  const phone = useIsPhone();
  return (
    <RecordPage resource={CASES} failed={t("催收工单没有加载成功")} back={{ to: "/collection", label: t("返回催收工单") }}>
      {(meta, row) => {
        const customer = row.customer as Ref | null;
        const call = customer && row.state !== "closed" && <CallButton customer={customer} />;
        return (
          <RecordBody meta={meta} row={row} title={String(row.name)}
            head={(edit) => <Head row={row} actions={<>{call}<ActionButtons meta={meta} row={row} onEdit={edit} primary={false} inline={phone ? 2 : 4} /></>} />} />
        );
      }}
    </RecordPage>
  );
}
