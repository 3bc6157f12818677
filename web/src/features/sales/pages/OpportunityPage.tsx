import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { EditOutlined } from "@ant-design/icons";
import type { Meta, Row } from "../../../api/types";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { RESOURCE, useFollowSaves } from "../api";
import { AdvicePanel } from "../parts/detail/AdvicePanel";
import { Head } from "../parts/detail/Head";
import { KeyFacts } from "../parts/detail/KeyFacts";
import { StageBar } from "../parts/detail/StageBar";
import { WholePage } from "../parts/detail/wholePage";
import "../sales.css";

const FollowDialog = lazy(() => import("../parts/FollowDialog").then((module) => ({ default: module.FollowDialog })));

/** One opportunity with everything around it. */
export function OpportunityPage() {
  const { t } = useT();
  return (
    <RecordPage resource={RESOURCE} failed={t("商机没有加载成功")} back={{ to: "/opportunities", label: t("返回商机看板") }}>
      {(meta, row) => <WholePage.Provider value><Loaded meta={meta} row={row} /></WholePage.Provider>}
    </RecordPage>
  );
}

function Loaded({ meta, row }: { meta: Meta; row: Row }) {
  const { t } = useT();
  const phone = useIsPhone();
  const [noting, setNoting] = useState(false);
  useFollowSaves();
  const note = row._can?.includes("follow") && <Button type="primary" block={phone} icon={<EditOutlined aria-hidden />} onClick={() => setNoting(true)}>{t("记一笔")}</Button>;
  return (
    <RecordBody meta={meta} row={row} title={String(row.name)} className="sales-page" archived={t("这条商机已归档，不能再跟进。需要时在“更多操作”里恢复。")}
      head={(edit) => <Head meta={meta} row={row} actions={<><ActionButtons meta={meta} row={row} onEdit={edit} inline={1} primary={false} />{!phone && note}</>} />}
      foot={phone && note && <div className="sales-thumb touch">{note}</div>}>
      <section className="panel"><StageBar row={row} meta={meta} /></section>
      <div className="sales-top">
        <section className="panel"><KeyFacts row={row} meta={meta} /></section>
        {row.state === "open" && !row.archived_at && <section className="panel"><AdvicePanel row={row} /></section>}
      </div>
      <Suspense fallback={null}>{noting && <FollowDialog meta={meta} row={row} onClose={() => setNoting(false)} />}</Suspense>
    </RecordBody>
  );
}
