import { useEffect, useRef, useState } from "react";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useT } from "../../../i18n";
import { fetchDrawing } from "../api";
import type { Paint } from "../model/colours";
import type { Section, Viewer } from "../model/viewer";

export interface Canvas3d { fit: (guids?: Iterable<string>) => void }
interface Props {
  model: string; version: string; painted: Map<string, Paint>; hidden: ReadonlySet<string>; chosen: ReadonlySet<string>; section: Section | null; measuring: boolean;
  onPick: (guid: string | null, add: boolean) => void; onReady: (view: Canvas3d | null) => void;
}

/** The drawing itself. three is loaded with it and not before. */
export function Canvas({ model, version, painted, hidden, chosen, section, measuring, onPick, onReady }: Props) {
  const { t } = useT();
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<Viewer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const [distance, setDistance] = useState<number | null>(null);
  const pick = useRef(onPick), told = useRef(onReady);
  useEffect(() => {
    pick.current = onPick;
    told.current = onReady;
  });
  useEffect(() => {
    const stop = new AbortController();
    let made: Viewer | null = null;
    const open = async () => {
      const [{ Viewer: Made }, data] = await Promise.all([import("../model/viewer"), fetchDrawing(model, version, stop.signal)]);
      if (stop.signal.aborted || !host.current) return;
      made = new Made(host.current, (guid, add) => pick.current(guid, add));
      await made.load(data);
      if (stop.signal.aborted) return;
      setView(made);
      told.current(made);
    };
    open().catch((problem: unknown) => {
      if (!stop.signal.aborted) setError(problem);
    });
    return () => {
      stop.abort();
      told.current(null);
      setView(null);
      made?.close();
    };
  }, [model, version, round]);
  useEffect(() => view?.paint(painted, hidden, chosen), [view, painted, hidden, chosen]);
  useEffect(() => view?.cut(section), [view, section]);
  useEffect(() => {
    view?.measure(measuring ? setDistance : null);
    return () => setDistance(null);
  }, [view, measuring]);
  if (error) return <div className="bim-canvas"><ErrorBox error={error} title={t("模型画不出来：浏览器可能不支持 WebGL，或图形文件没有下载成功")} onRetry={() => { setError(null); setRound(round + 1); }} /></div>;
  return (
    <div className="bim-canvas" data-ready={view ? view.count : undefined}>
      <div ref={host} className="bim-host" role="img" aria-label={t("三维模型，可拖动旋转、滚轮缩放、点选构件")} />
      {!view && <div className="bim-note" role="status">{t("正在打开模型……")}</div>}
      {measuring && view && <div className="bim-note" role="status">{distance === null ? t("请在模型上点两个点") : t("距离 {{n}} 米", { n: distance.toFixed(3) })}</div>}
    </div>
  );
}
