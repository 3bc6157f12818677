import { useState } from "react";
import { useNavigate } from "react-router";
import { Button, Checkbox, Input, Segmented, Select } from "antd";
import { SendOutlined } from "@ant-design/icons";
import { useCan } from "../../../../api/me";
import { useMeta } from "../../../../api/meta";
import type { Filter } from "../../../../api/types";
import { DateText } from "../../../../kit/DateText";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useDebounced } from "../../../../kit/useDebounced";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { tk, useT } from "../../../../i18n";
import { useList } from "../../../../resource/data/list";
import { byDiscipline, drawingFilter, type Which } from "../../model/drawings";
import type { Doc } from "../../model/types";
import { LockMark, StatusMark } from "../marks";
import { flip } from "../browser/Entries";
import { SendOut } from "../transmittals/SendOut";

const FIELDS = "number,name,project,status,current,revision,drawing_number,discipline,scale,drawing_status,released_on,updated_at,checked_out_by,checked_out_until";
const WHICH: { value: Which; label: string }[] = [{ value: "current", label: tk("现行") }, { value: "coming", label: tk("编制中") }, { value: "old", label: tk("已失效") }, { value: "all", label: tk("全部") }];

/** 图纸目录: drawings by discipline and number; at first only those that are in force. */
export function Register({ project, within }: { project?: string; within?: Filter }) {
  const { t } = useT();
  const can = useCan();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const meta = useMeta("documents");
  const [which, setWhich] = useState<Which>("current");
  const [discipline, setDiscipline] = useState<string | null>(null);
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [sending, setSending] = useState(false);
  const q = useDebounced(text.trim());
  const list = useList("documents", { q, filter: drawingFilter({ which, discipline, project: project ?? null, ...(within && { within }) }), sort: "discipline,drawing_number", fields: FIELDS });
  const options = meta.data?.fields.find((field) => field.name === "discipline")?.options ?? [];
  const states = meta.data?.fields.find((field) => field.name === "drawing_status")?.options ?? [];
  const word = (known: typeof options, value: unknown) => known.find((one) => one.value === value)?.label ?? "";
  const groups = byDiscipline(list.rows as Doc[], options.map((one) => one.value));
  const mayPick = Boolean(project) && !phone && can("transmittals", "create");
  return (
    <div className="lib-register">
      <div className="lib-register-bar touch">
        <Segmented value={which} onChange={setWhich} options={WHICH.map(({ value, label }) => ({ value, label: t(label) }))} />
        <Select allowClear placeholder={t("全部专业")} aria-label={t("专业")} value={discipline} onChange={(value) => setDiscipline(value ?? null)} options={options.map(({ value, label }) => ({ value, label }))} style={{ minWidth: 128 }} />
        <Input.Search allowClear className="lib-register-q" value={text} onChange={(event) => setText(event.target.value)} placeholder={t("搜索图号或图名")} aria-label={t("搜索图号或图名")} />
        {picked.size > 0 && <Button type="primary" icon={<SendOutlined />} onClick={() => setSending(true)}>{t("发送 {{n}} 张图纸", { n: picked.size })}</Button>}
      </div>
      {list.isPending && <LinesSkeleton rows={6} />}
      {Boolean(list.error) && <ErrorBox error={list.error} title={t("图纸没有加载成功")} onRetry={list.reload} />}
      {!list.isPending && !list.error && !groups.length && <Empty text={q || discipline ? t("没有符合条件的图纸") : which === "current" ? t("还没有发布的图纸。上传后把种类改为“图纸”，填好图号，再发布。") : t("还没有图纸。")} />}
      {groups.map((group) => (
        <section key={group.discipline} aria-label={word(options, group.discipline) || t("未分专业")}>
          <h3 className="lib-register-head">{word(options, group.discipline) || t("未分专业")} <span className="muted small num">{group.docs.length}</span></h3>
          <ul className="lib-drawings">
            {group.docs.map((doc) => (
              <li key={doc.id} className={doc.status === "superseded" || doc.status === "void" ? "old" : undefined}>
                {mayPick && <Checkbox checked={picked.has(doc.id)} aria-label={t("选择{{name}}", { name: doc.name })} onChange={() => setPicked(flip(picked, doc.id))} />}
                <button type="button" className="plain lib-drawing" onClick={() => navigate(`/documents/${doc.id}`)}>
                  <span className="lib-drawing-number num">{String(doc.drawing_number || t("无图号"))}</span>
                  <span className="lib-drawing-name ellipsis">{doc.name}</span>
                  <span className="lib-drawing-facts">
                    {!project && doc.project && <span className="ellipsis muted">{doc.project.label}</span>}
                    <span className="lib-revision num" title={t("版次")}>{doc.revision || `V${doc.current}`}</span>
                    <span className="muted num lib-scale">{String(doc.scale ?? "")}</span>
                    <span className="muted lib-drawing-status ellipsis">{word(states, doc.drawing_status)}</span>
                    <StatusMark value={doc.status} />
                    <span className="muted small lib-when"><DateText value={(doc.released_on as string | null) ?? doc.updated_at} /></span>
                    <LockMark doc={doc} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {list.hasMore && <div className="lib-more"><Button type="link" loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
      {sending && project && <SendOut project={project} documents={[...picked]} onClose={() => setSending(false)} />}
    </div>
  );
}
