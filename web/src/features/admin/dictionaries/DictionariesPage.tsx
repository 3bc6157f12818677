import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { ArrowLeftOutlined } from "@ant-design/icons";
import { Link, useParams } from "react-router";
import { useMeta } from "../../../api/meta";
import { Empty } from "../../../kit/Empty";
import { NoRight } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { allQuery, useMetas } from "../api";
import { LoadError } from "../LoadError";
import { dictionariesOf, type Dictionary, type Entry } from "../model/dictionaries";
import { EntryList } from "./EntryList";
import "../admin.css";

/** Dictionaries left, the choices of one right: what forms and filters offer. */
export function Component() {
  const { t } = useT();
  const { name } = useParams();
  const phone = useIsPhone();
  const meta = useMeta("dictionary_entries");
  const rows = useQuery({ ...allQuery("dictionary_entries", { sort: "dictionary,position" }), enabled: meta.isSuccess });
  const { metas, isPending } = useMetas();
  if (meta.isError || rows.isError) return <LoadError error={meta.error ?? rows.error} title={t("数据字典没有加载成功")} onRetry={() => void Promise.all([meta.refetch(), rows.refetch()])} />;
  if (meta.data && !meta.data.can.includes("read")) return <NoRight />;
  const all = dictionariesOf((rows.data ?? []) as Entry[], metas).filter((one) => one.entries.length || one.uses.length);
  const open = all.find((one) => one.name === name) ?? (phone ? undefined : all[0]);
  const busy = meta.isPending || rows.isPending || isPending;
  const entries = open && meta.data && <EntryList key={open.name} dictionary={open} can={meta.data.can} />;
  if (phone && name) {
    return (
      <div className="page">
        <Link to="/admin/dictionaries" className="row" style={{ minHeight: 40 }}><ArrowLeftOutlined aria-hidden />{t("数据字典")}</Link>
        <div className="panel">{busy ? <LinesSkeleton /> : (entries ?? <Empty text={t("没有这个字典。")} />)}</div>
      </div>
    );
  }
  return (
    <div className="page fill">
      <PageHead title={t("数据字典")} note={!busy && t("{{n}} 个字典", { n: all.length })} />
      <div className={phone ? "adm-split phone" : "adm-split narrow"}>
        <section className="panel adm-side" aria-label={t("字典")}>{busy ? <LinesSkeleton rows={8} /> : <Names all={all} open={open?.name} />}</section>
        {!phone && <section className="panel adm-main scroll">{busy ? <LinesSkeleton rows={6} /> : (entries ?? <Empty text={t("还没有字典。")} />)}</section>}
      </div>
    </div>
  );
}

function Names({ all, open }: { all: Dictionary[]; open: string | undefined }) {
  const { t } = useT();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = all.filter((one) => [one.title, one.name, ...one.uses, ...one.entries.map((entry) => entry.label)].some((part) => part.toLowerCase().includes(wanted)));
  return (
    <>
      <div className="unit-search touch"><Input.Search allowClear value={text} onChange={(event) => setText(event.target.value)} placeholder={t("搜索字典或字典项")} aria-label={t("搜索字典或字典项")} /></div>
      <nav className="adm-side-list" aria-label={t("字典")}>
        {shown.map((one) => (
          <Link key={one.name} to={`/admin/dictionaries/${one.name}`} className="adm-side-item" aria-current={one.name === open ? "page" : undefined}>
            <span className="ellipsis grow">{one.title}<span className="adm-side-note ellipsis">{one.users.join(t("、")) || one.name}</span></span>
            <span className="muted small num">{one.entries.length}</span>
          </Link>
        ))}
        {!shown.length && <p className="muted small" style={{ padding: 16 }}>{t("没有符合的字典")}</p>}
      </nav>
    </>
  );
}
