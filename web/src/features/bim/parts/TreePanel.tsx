import { useMemo, useState } from "react";
import { Button, Input } from "antd";
import { DownOutlined, EyeInvisibleOutlined, EyeOutlined, RightOutlined } from "@ant-design/icons";
import { Empty } from "../../../kit/Empty";
import { useT } from "../../../i18n";
import { floors, search, typeName, type Scene } from "../model/scene";

interface Props { scene: Scene; hidden: ReadonlySet<string>; chosen: ReadonlySet<string>; onChoose: (guids: string[]) => void; onToggle: (guids: string[], show: boolean) => void }

const MOST = 300; // rows of one type shown at once; the search finds the rest

/** Storeys, their types, their elements: choose what is marked, put away what is in the way. */
export function TreePanel({ scene, hidden, chosen, onChoose, onToggle }: Props) {
  const { t } = useT();
  const [words, setWords] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const tree = useMemo(() => floors(scene), [scene]);
  const found = useMemo(() => search(scene, words, (ifc) => t(typeName(ifc))), [scene, words, t]);
  const guid = (index: number) => scene.elements[index]![0];
  const flip = (key: string) => setOpen((before) => {
    const next = new Set(before);
    if (!next.delete(key)) next.add(key);
    return next;
  });
  const element = (index: number, depth: number) => {
    const [id, type, , name] = scene.elements[index]!;
    return <button key={id} type="button" className={chosen.has(id) ? "bim-leaf chosen" : "bim-leaf"} style={{ paddingLeft: depth * 18 + 10 }} title={name} onClick={() => onChoose([id])}><span className="ellipsis">{name || t(typeName(scene.types[type]!))}</span></button>;
  };
  const head = (key: string, label: string, guids: string[], depth: number, count: number) => {
    const away = guids.every((id) => hidden.has(id));
    return (
      <div className="bim-branch" style={{ paddingLeft: depth * 18 }}>
        <Button type="text" size="small" icon={open.has(key) ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />} aria-expanded={open.has(key)} aria-label={open.has(key) ? t("收起{{label}}", { label }) : t("展开{{label}}", { label })} onClick={() => flip(key)} />
        <button type="button" className="bim-name ellipsis" title={label} onClick={() => onChoose(guids)}>{label}</button>
        <span className="muted num">{count}</span>
        <Button type="text" size="small" icon={away ? <EyeInvisibleOutlined aria-hidden /> : <EyeOutlined aria-hidden />} aria-pressed={!away} aria-label={away ? t("显示{{label}}", { label }) : t("隐藏{{label}}", { label })} onClick={() => onToggle(guids, away)} />
      </div>
    );
  };
  return (
    <>
      <div className="bim-search"><Input.Search allowClear value={words} onChange={(event) => setWords(event.target.value)} placeholder={t("按名称或类型找构件")} aria-label={t("按名称或类型找构件")} /></div>
      <div className="bim-rows">
        {words.trim() !== "" && (found.length ? found.map((index) => element(index, 0)) : <Empty text={t("没有找到这样的构件")} />)}
        {words.trim() === "" && tree.map((floor) => {
          const label = floor.storey === null ? t("未分层") : scene.storeys[floor.storey]!.name;
          const all = floor.branches.flatMap((branch) => branch.elements);
          return (
            <div key={floor.key}>
              {head(floor.key, label, all.map(guid), 0, floor.count)}
              {open.has(floor.key) && floor.branches.map((branch) => (
                <div key={branch.key}>
                  {head(branch.key, t(typeName(scene.types[branch.type]!)), branch.elements.map(guid), 1, branch.elements.length)}
                  {open.has(branch.key) && branch.elements.slice(0, MOST).map((index) => element(index, 2.4))}
                  {open.has(branch.key) && branch.elements.length > MOST && <div className="muted small bim-more">{t("还有 {{n}} 个，请用上面的搜索查找", { n: branch.elements.length - MOST })}</div>}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </>
  );
}
