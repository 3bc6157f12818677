import { useEffect, useState } from "react";
import { Button, Slider } from "antd";
import { CaretRightOutlined, PauseOutlined } from "@ant-design/icons";
import { formatDate } from "../../../kit/format";
import { useT } from "../../../i18n";

const DAY = 86_400_000;
const SECONDS = 20; // a whole plan takes so long to play

/** 4D: one drags or plays through the plan, day by day; until today against what was really built. */
export function Timeline({ range, now, when, onWhen }: { range: [number, number]; now: number; when: number; onWhen: (when: number) => void }) {
  const { t } = useT();
  const [playing, setPlaying] = useState(false);
  const [from, to] = range;
  useEffect(() => {
    if (!playing) return;
    const step = Math.max(DAY, (to - from) / (SECONDS * 8));
    const timer = window.setTimeout(() => {
      if (when + step >= to) setPlaying(false);
      onWhen(Math.min(when + step, to));
    }, 125);
    return () => window.clearTimeout(timer);
  }, [playing, when, from, to, onWhen]);
  const day = (moment: number) => formatDate(new Date(moment).toISOString());
  return (
    <div className="bim-time">
      <Button shape="circle" icon={playing ? <PauseOutlined aria-hidden /> : <CaretRightOutlined aria-hidden />} aria-label={playing ? t("暂停") : t("播放")} onClick={() => { if (!playing && when >= to) onWhen(from); setPlaying(!playing); }} />
      <Slider className="bim-slider" min={from} max={to} step={DAY} value={when} onChange={onWhen} tooltip={{ formatter: (value) => (value === undefined ? "" : day(value)) }} marks={now > from && now < to ? { [now]: t("今天") } : undefined} aria-label={t("时间")} />
      <b className="num">{day(when)}</b>
    </div>
  );
}
