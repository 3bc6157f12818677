import { Suspense, lazy, useState } from "react";
import { useMeta } from "../../../../api/meta";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { useOpenChild } from "../../../../resource/RelatedList";
import type { RecordProps } from "../../../../resource/registry";
import { useChain, useRefreshCase } from "../../api";
import { Chain } from "./Chain";
import { Debts } from "./Debts";
import { LogButton } from "./LogButton";
import { Letters, Meetings, Promises } from "./Side";

const ResourceDrawer = lazy(() => import("../../../../resource/drawer/ResourceDrawer").then((module) => ({ default: module.ResourceDrawer })));

/** 催收过程: the chain, and beside it what it is about: debts, review meeting, promises, letters. */
export function ChainTab({ row }: RecordProps) {
  const { t } = useT();
  const found = useChain(row.id);
  const refresh = useRefreshCase(row.id);
  const [letter, openLetter] = useOpenChild("dunning_letters");
  const [promise, openPromise] = useOpenChild("promises");
  const [meeting, openMeeting] = useOpenChild("review_meetings");
  if (found.isPending) return <LinesSkeleton rows={8} />;
  if (found.isError) return <ErrorBox error={found.error} title={t("催收过程没有加载成功")} onRetry={() => void found.refetch()} />;
  const chain = found.data;
  const running = row.state !== "closed";
  const done = (close: (id: null) => void) => () => { close(null); refresh(); };
  return (
    <div className="dun-page">
      <section className="dun-main" aria-label={t("催收过程")}>
        <div className="row between wrap touch dun-top">
          <span className="muted small">{chain.ladder ? t("按“{{name}}”自动推进", { name: chain.ladder.label }) : t("没有启用的催收阶梯，只能人工催收")}</span>
          {running && <LogButton row={row} />}
        </div>
        <Chain chain={chain} onLetter={openLetter} />
      </section>
      <aside className="dun-side">
        <Debts row={row} debts={chain.debts} />
        <Meetings row={row} meetings={chain.meetings} onOpen={openMeeting} />
        <Promises promises={chain.promises} onOpen={openPromise} />
        <Letters row={row} letters={chain.letters} onOpen={openLetter} />
      </aside>
      <Suspense fallback={null}>
        {letter && <Child resource="dunning_letters" id={letter} onClose={done(openLetter)} />}
        {promise && <Child resource="promises" id={promise} onClose={done(openPromise)} />}
        {meeting && <Child resource="review_meetings" id={meeting} onClose={done(openMeeting)} />}
      </Suspense>
    </div>
  );
}

function Child({ resource, id, onClose }: { resource: string; id: string; onClose: () => void }) {
  const meta = useMeta(resource);
  const [tab, setTab] = useState<string | null>(null);
  return meta.data ? <ResourceDrawer meta={meta.data} id={id} tab={tab} onTab={setTab} onClose={onClose} /> : null;
}
