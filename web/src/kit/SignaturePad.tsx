import { useEffect, useRef, type PointerEvent } from "react";
import { Button, Segmented } from "antd";
import { ClearOutlined, UndoOutlined } from "@ant-design/icons";
import { useT } from "../i18n";
import { paint, type Stroke } from "./strokes";
import "./signature.css";

interface Props {
  /** What is drawn, in parts of the pad's width and height, so that it survives turning the phone. */
  strokes: Stroke[];
  onStrokes: (strokes: Stroke[]) => void;
  /** The typed name stands for the signature: for whoever cannot draw, with a keyboard or a reader. */
  typed: boolean;
  onTyped: (typed: boolean) => void;
  /** Who signs. */
  name: string;
  error?: string;
}

/** Sign with finger, pen or mouse; or by the typed name. */
export function SignaturePad({ strokes, onStrokes, typed, onTyped, name, error }: Props) {
  const { t } = useT();
  return (
    <div className="signature">
      <div className="row between wrap">
        <Segmented value={typed ? "typed" : "drawn"} onChange={(value) => onTyped(value === "typed")} aria-label={t("签字方式")}
          options={[{ value: "drawn", label: t("手写签字") }, { value: "typed", label: t("输入姓名") }]} />
        {!typed && (
          <span className="row">
            <Button size="small" icon={<UndoOutlined aria-hidden />} disabled={!strokes.length} onClick={() => onStrokes(strokes.slice(0, -1))}>{t("撤销一笔")}</Button>
            <Button size="small" icon={<ClearOutlined aria-hidden />} disabled={!strokes.length} onClick={() => onStrokes([])}>{t("清除")}</Button>
          </span>
        )}
      </div>
      {typed ? <div className="signature-pad signature-typed" aria-live="polite">{name || <span className="muted small">{t("在上面填写姓名，即以姓名作为签字")}</span>}</div> : <Pad strokes={strokes} onStrokes={onStrokes} />}
      {error && <div className="field-error" role="alert">{error}</div>}
    </div>
  );
}

function Pad({ strokes, onStrokes }: Pick<Props, "strokes" | "onStrokes">) {
  const { t } = useT();
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Stroke | null>(null);

  useEffect(() => {
    const draw = () => canvas.current && show(canvas.current, strokes);
    draw();
    window.addEventListener("resize", draw);
    return () => window.removeEventListener("resize", draw);
  }, [strokes]);

  const at = (event: PointerEvent): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (value: number, size: number) => Math.min(1, Math.max(0, size ? value / size : 0));
    return [part(event.clientX - box.left, box.width), part(event.clientY - box.top, box.height)];
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    event.currentTarget.setPointerCapture?.(event.pointerId);
    drawing.current = [at(event)];
  };
  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!drawing.current) return;
    drawing.current = [...drawing.current, at(event)];
    show(event.currentTarget, [...strokes, drawing.current]);
  };
  const end = () => {
    const stroke = drawing.current;
    drawing.current = null;
    if (stroke) onStrokes([...strokes, stroke]);
  };
  return (
    <div className="signature-pad">
      <canvas ref={canvas} role="img" aria-label={strokes.length ? t("签字板，已写 {{n}} 笔", { n: strokes.length }) : t("签字板，空白")}
        onPointerDown={begin} onPointerMove={go} onPointerUp={end} onPointerCancel={end} />
      {!strokes.length && <span className="signature-hint muted" aria-hidden>{t("请在此处签字")}</span>}
    </div>
  );
}

function show(canvas: HTMLCanvasElement, strokes: Stroke[]): void {
  const { width, height } = canvas.getBoundingClientRect();
  const dense = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * dense);
  canvas.height = Math.round(height * dense);
  const context = canvas.getContext("2d");
  if (context) paint(context, strokes, canvas.width, canvas.height, getComputedStyle(canvas).color);
}
