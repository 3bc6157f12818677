import { useEffect, useRef } from "react";
import { chartColours, palette } from "./theme";

/** An option of echarts; colours, fonts and the look of axes come from here. */
export type ChartOption = Record<string, unknown>;

interface Props {
  option: ChartOption;
  height: number;
  /** What is drawn, for those who do not see it. The figures themselves stand as text beside the chart. */
  label: string;
  /** A click on a bar or slice: its place in the data, and the name of its series. */
  onPick?: (index: number, series: string) => void;
}

const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** One chart. The library comes with the first chart on screen. */
export function Chart({ option, height, label, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  const wanted = useRef(option);
  const chart = useRef<{ setOption: (option: ChartOption, notMerge: boolean) => void } | null>(null);
  useEffect(() => {
    pick.current = onPick;
    wanted.current = option;
    chart.current?.setOption(dressed(option), true);
  }, [option, onPick]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let stop = () => {};
    let gone = false;
    void import("./echarts").then(({ init }) => {
      if (gone) return;
      const made = init(element);
      made.setOption(dressed(wanted.current));
      made.on("click", (event) => pick.current?.(event.dataIndex, event.seriesName ?? ""));
      chart.current = made;
      const observer = new ResizeObserver(() => made.resize());
      observer.observe(element);
      stop = () => {
        observer.disconnect();
        made.dispose();
        chart.current = null;
      };
    });
    return () => {
      gone = true;
      stop();
    };
  }, []);
  return <div ref={box} role="img" aria-label={label} style={{ height, width: "100%" }} />;
}

const axis = { axisLine: { lineStyle: { color: palette.line } }, axisTick: { show: false }, axisLabel: { color: palette.muted }, splitLine: { lineStyle: { color: palette.line } }, nameTextStyle: { color: palette.muted } };

function dressed(option: ChartOption): ChartOption {
  const withAxis = (key: string) => (option[key] ? { [key]: { ...axis, ...(option[key] as object) } } : {});
  return {
    color: [...chartColours],
    animation: !still(),
    animationDuration: 200,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: palette.second },
    ...option,
    ...withAxis("xAxis"),
    ...withAxis("yAxis"),
    tooltip: { borderColor: palette.line, textStyle: { color: palette.ink, fontSize: 12 }, extraCssText: "box-shadow:0 6px 24px rgb(29 39 51 / 0.14)", ...(option.tooltip as object | undefined) },
  };
}
