import { Suspense, lazy, useId, useState } from "react";
import { Link } from "react-router";
import { Empty } from "../../../kit/Empty";
import { formatCount } from "../../../kit/format";
import { useT } from "../../../i18n";
import { useRefreshWorkbench, type Item, type WaitingList } from "../api";
import { linkTo } from "../links";
import { ItemRow } from "./ItemRow";

const FollowForm = lazy(() => import("./FollowForm").then((module) => ({ default: module.FollowForm })));

/** What waits, by kind. The first tab that holds something is open. */
export function Lists({ lists, today }: { lists: WaitingList[]; today: string }) {
  const { t } = useT();
  const id = useId();
  const refresh = useRefreshWorkbench();
  const [picked, setPicked] = useState<string | null>(null);
  const [following, setFollowing] = useState<Item | null>(null);
  const open = lists.find((list) => list.key === picked) ?? lists.find((list) => list.count > 0) ?? lists[0]!;
  const step = (event: React.KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = lists[(lists.indexOf(open) + by + lists.length) % lists.length]!;
    setPicked(next.key);
    document.getElementById(`${id}-${next.key}`)?.focus();
  };
  return (
    <section className="panel" aria-label={t("待办")}>
      <div className="home-tabs" role="tablist" tabIndex={-1} aria-label={t("待办")} onKeyDown={step}>
        {lists.map((list) => (
          <button key={list.key} id={`${id}-${list.key}`} type="button" role="tab" aria-selected={list === open} aria-controls={`${id}-panel`} tabIndex={list === open ? 0 : -1}
            className="home-tab" onClick={() => setPicked(list.key)}>
            {list.label}<span className={list.count ? "home-tab-count" : "home-tab-count none"}>{formatCount(list.count, list.count_exact)}</span>
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${open.key}`}>
        {open.items.length === 0 && <Empty text={open.empty || t("这里现在是空的。")} />}
        {open.items.length > 0 && <ul className="home-items">{open.items.map((item) => <ItemRow key={item.id} item={item} today={today} onFollow={() => setFollowing(item)} onDone={refresh} />)}</ul>}
        {open.link && open.items.length > 0 && <Link className="home-more" to={linkTo(open.link)}>{t("查看全部 {{n}} 条", { n: formatCount(open.count, open.count_exact) })}</Link>}
      </div>
      <Suspense fallback={null}>
        {following && <FollowForm item={following} onClose={() => setFollowing(null)} onDone={refresh} />}
      </Suspense>
    </section>
  );
}
