import { useEffect, useRef, useState } from "react";
import { Button } from "antd";
import { ZoomInOutlined, ZoomOutOutlined } from "@ant-design/icons";
import { useT } from "../../../../i18n";
import { pageUrl } from "../../api";

const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3];
const AS_WIDE = 2;

interface Props {
  version: string;
  /** Null while nobody has counted: each page that comes asks for the next. */
  count: number | null;
  start: number;
  name: string;
}

/** The pages of a PDF or of a converted Office file, one below the other; each picture comes when it is near. */
export function Pages({ version, count, start, name }: Props) {
  const { t } = useT();
  const box = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(AS_WIDE);
  const [known, setKnown] = useState(1);
  const [end, setEnd] = useState<number | null>(null);
  const shown = count ?? end ?? Math.max(known, start);
  const [at, setAt] = useState(Math.min(start, shown));
  useEffect(() => {
    const page = box.current?.querySelector<HTMLElement>(`[data-page="${start}"]`);
    if (page && start > 1 && box.current) box.current.scrollTop = page.offsetTop - 8;
  }, [start, count]);
  const came = (number: number, there: boolean) => {
    if (count !== null) return;
    if (there) setKnown((before) => Math.max(before, number + 1));
    else if (number > 1) setEnd((before) => Math.min(before ?? number - 1, number - 1));
  };
  const follow = () => {
    const element = box.current;
    if (!element) return;
    const middle = element.scrollTop + element.clientHeight / 2;
    const pages = [...element.querySelectorAll<HTMLElement>("[data-page]")];
    const here = pages.findLast((page) => page.offsetTop <= middle);
    setAt(Number(here?.dataset.page ?? 1));
  };
  return (
    <>
      <div className="lib-pages" ref={box} onScroll={follow} role="document" tabIndex={0} aria-label={name}>
        {Array.from({ length: shown }, (_, i) => <Page key={i} version={version} number={i + 1} zoom={ZOOMS[zoom]!} name={name} onCame={(there) => came(i + 1, there)} />)}
      </div>
      <div className="lib-pages-bar">
        <span className="num small">{count ?? end ? t("第 {{n}} / {{all}} 页", { n: at, all: shown }) : t("第 {{n}} 页", { n: at })}</span>
        <Button type="text" size="small" icon={<ZoomOutOutlined />} disabled={zoom === 0} onClick={() => setZoom(zoom - 1)} aria-label={t("缩小")} />
        <span className="num small muted">{Math.round(ZOOMS[zoom]! * 100)}%</span>
        <Button type="text" size="small" icon={<ZoomInOutlined />} disabled={zoom === ZOOMS.length - 1} onClick={() => setZoom(zoom + 1)} aria-label={t("放大")} />
      </div>
    </>
  );
}

function Page({ version, number, zoom, name, onCame }: { version: string; number: number; zoom: number; name: string; onCame: (there: boolean) => void }) {
  const { t } = useT();
  const [state, setState] = useState<"waiting" | "shown" | "failed">("waiting");
  return (
    <div data-page={number} className={`lib-sheet ${state}`} style={{ width: `${zoom * 100}%` }}>
      {state === "failed"
        ? <span className="muted small">{t("第 {{n}} 页无法显示", { n: number })}</span>
        : <img src={pageUrl(version, number)} alt={t("{{name}} 第 {{n}} 页", { name, n: number })} loading="lazy" onLoad={() => { setState("shown"); onCame(true); }} onError={() => { setState("failed"); onCame(false); }} />}
    </div>
  );
}
