import { Suspense, lazy, useState } from "react";
import { useMeta } from "../../../api/meta";
import { useT } from "../../../i18n";
import { useOpenChild } from "../../../resource/RelatedList";
import { useResourceUi, type RecordProps } from "../../../resource/registry";
import { LogTalkButton } from "./LogTalkButton";
import { SideContacts, SideFacts } from "./SideFacts";
import { Timeline } from "./Timeline";

const ResourceDrawer = lazy(() => import("../../../resource/drawer/ResourceDrawer").then((module) => ({ default: module.ResourceDrawer })));

/** 概览: what happened, and beside it whom to call and what is known. */
export function OverviewTab({ row, meta }: RecordProps) {
  const { t } = useT();
  const asides = useResourceUi("customers").asides ?? [];
  const [talk, openTalk] = useOpenChild("interactions");
  const [feedback, openFeedback] = useOpenChild("feedbacks");
  const [contact, openContact] = useOpenChild("contacts");
  return (
    <div className="overview">
      <section className="overview-main" aria-label={t("往来")}>
        <Timeline customer={row.id} onOpen={(item) => (item.kind === "feedback" ? openFeedback(item.id) : openTalk(item.id))} action={<LogTalkButton row={row} />} />
      </section>
      <aside className="overview-side">
        <Suspense fallback={null}>{asides.map((Part, i) => <Part key={i} resource="customers" row={row} meta={meta} />)}</Suspense>
        <SideContacts customer={row.id} onOpen={openContact} />
        <SideFacts row={row} meta={meta} />
      </aside>
      <Suspense fallback={null}>
        {talk && <ChildDrawer resource="interactions" id={talk} onClose={() => openTalk(null)} />}
        {feedback && <ChildDrawer resource="feedbacks" id={feedback} onClose={() => openFeedback(null)} />}
        {contact && <ChildDrawer resource="contacts" id={contact} onClose={() => openContact(null)} />}
      </Suspense>
    </div>
  );
}

function ChildDrawer({ resource, id, onClose }: { resource: string; id: string; onClose: () => void }) {
  const meta = useMeta(resource);
  const [tab, setTab] = useState<string | null>(null);
  return meta.data ? <ResourceDrawer meta={meta.data} id={id} tab={tab} onTab={setTab} onClose={onClose} /> : null;
}
