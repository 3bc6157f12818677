import { useMemo, useState } from "react";
import { Drawer } from "antd";
import type { Row } from "../../../api/types";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { paints, span, type Mode, type Paint } from "../model/colours";
import type { Scene } from "../model/scene";
import type { Section } from "../model/viewer";
import { Canvas, type Canvas3d } from "./Canvas";
import { ElementPanel } from "./ElementPanel";
import { Legend } from "./Legend";
import { Timeline } from "./Timeline";
import { Toolbar } from "./Toolbar";
import { TreePanel } from "./TreePanel";

/** The tree beside the model, what one has picked on the other side, tools above and time below. */
export function Workspace({ row, scene, may }: { row: Row; scene: Scene; may: boolean }) {
  const { t } = useT();
  const phone = useIsPhone();
  const [now] = useState(() => Date.now());
  const range = useMemo(() => span(scene), [scene]);
  const [mode, setMode] = useState<Mode>(range ? "progress" : "own");
  const [when, setWhen] = useState(() => (range ? Math.min(Math.max(now, range[0]), range[1]) : now));
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [section, setSection] = useState<Section | null>(null);
  const [measuring, setMeasuring] = useState(false);
  const [tree, setTree] = useState(false);
  const [view, setView] = useState<Canvas3d | null>(null);
  const painted = useMemo(() => {
    const list = paints(scene, mode, when, now);
    return new Map<string, Paint>(scene.elements.map((element, index) => [element[0], list[index]!]));
  }, [scene, mode, when, now]);
  const pick = (guid: string | null, add: boolean) => setChosen((before) => {
    if (!guid) return new Set();
    if (!add) return new Set([guid]);
    const next = new Set(before);
    if (!next.delete(guid)) next.add(guid);
    return next;
  });
  const choose = (guids: string[]) => {
    setChosen(new Set(guids));
    view?.fit(guids);
    setTree(false);
  };
  const toggle = (guids: string[], show: boolean) => setHidden((before) => {
    const next = new Set(before);
    for (const guid of guids) if (show) next.delete(guid); else next.add(guid);
    return next;
  });
  const alone = () => setHidden(new Set(scene.elements.map(([guid]) => guid).filter((guid) => !chosen.has(guid))));
  const branches = <TreePanel scene={scene} hidden={hidden} chosen={chosen} onChoose={choose} onToggle={toggle} />;
  const panel = chosen.size > 0 && <ElementPanel row={row} scene={scene} chosen={chosen} may={may} onClear={() => setChosen(new Set())} />;
  return (
    <div className="bim-work">
      {!phone && <aside className="panel bim-tree" aria-label={t("构件树")}>{branches}</aside>}
      <section className="panel bim-stage">
        <Toolbar row={row} scene={scene} may={may} mode={mode} onMode={setMode} section={section} onSection={setSection} measuring={measuring} onMeasure={setMeasuring} chosen={chosen.size}
          hidden={hidden.size} onAlone={alone} onHide={() => { toggle([...chosen], false); setChosen(new Set()); }} onAll={() => setHidden(new Set())} onFit={() => view?.fit()} onTree={phone ? () => setTree(true) : undefined} linked={range !== null} />
        <Canvas model={row.id} version={scene.version.id} painted={painted} hidden={hidden} chosen={chosen} section={section} measuring={measuring} onPick={pick} onReady={setView} />
        <Legend scene={scene} mode={mode} />
        {mode === "time" && range && <Timeline range={range} now={now} when={when} onWhen={setWhen} />}
      </section>
      {!phone && panel && <aside className="panel bim-facts" aria-label={t("构件信息")}>{panel}</aside>}
      {phone && <Drawer open={tree} onClose={() => setTree(false)} placement="bottom" size="75%" title={t("构件树")}>{branches}</Drawer>}
      {phone && <Drawer open={Boolean(panel)} onClose={() => setChosen(new Set())} placement="bottom" size={chosen.size > 1 ? 190 : "55%"} mask={false} title={t("构件信息")}>{panel}</Drawer>}
    </div>
  );
}
