import { useState } from "react";
import { useSearchParams } from "react-router";
import type { Meta, Row } from "../../../api/types";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { useResourceUi } from "../../../resource/registry";
import { useFollowSaves } from "../api";
import { FillGap } from "../parts/FillGap";
import { Figures } from "../parts/Figures";
import { Head } from "../parts/Head";
import { LogTalkButton } from "../parts/LogTalkButton";
import { Notices } from "../parts/Notices";
import "../customers.css";

/** The 360° view of a customer: who they are, how they stand, all that happened. */
export function CustomerPage() {
  const { t } = useT();
  return (
    <RecordPage resource="customers" failed={t("客户没有加载成功")} back={{ to: "/customers", label: t("返回客户列表") }}>
      {(meta, row) => <Loaded meta={meta} row={row} />}
    </RecordPage>
  );
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const phone = useIsPhone();
  const [, setParams] = useSearchParams();
  const [gap, setGap] = useState<string | null>(null);
  useFollowSaves(row.id);
  const mayEdit = row._can?.includes("update") ?? false;
  const talk = <LogTalkButton row={row} block={phone} />;
  // A record that was merged away is only there to be looked at; taking the merge back is done on the kept one.
  const actions = (edit: () => void) => !row.merged_into && <><HeaderParts meta={meta} row={row} /><ActionButtons meta={meta} row={row} onEdit={edit} inline={1} primary={false} />{!phone && talk}</>;
  return (
    <RecordBody meta={meta} row={row} title={String(row.name)} className="customer-page"
      head={(edit) => <><Notices row={row} /><Head meta={meta} row={row} actions={actions(edit)} /></>}
      foot={phone && !row.archived_at && <div className="thumb-bar touch">{talk}</div>}>
      <Figures row={row} onFill={mayEdit && !row.archived_at ? setGap : undefined} onTab={(tab) => setParams(tab ? { tab } : {}, { replace: true, preventScrollReset: true })} />
      {gap && <FillGap customer={{ id: row.id, label: String(row.name) }} field={gap} onClose={() => setGap(null)} />}
    </RecordBody>
  );
}

function HeaderParts({ meta, row }: { meta: Meta; row: Row }) {
  const parts = useResourceUi("customers").headerButtons ?? [];
  return <>{parts.map((Part, i) => <Part key={i} resource="customers" meta={meta} row={row} />)}</>;
}
