import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { SignaturePad } from "./SignaturePad";
import { isSigned, paint, type Stroke } from "./strokes";

const wave: Stroke = [[0.1, 0.5], [0.2, 0.3], [0.3, 0.7], [0.4, 0.3], [0.5, 0.7], [0.6, 0.5]];

function Try({ told }: { told: (strokes: Stroke[], typed: boolean) => void }) {
  const [strokes, setStrokes] = useState<Stroke[]>([]);
  const [typed, setTyped] = useState(false);
  told(strokes, typed);
  return <SignaturePad strokes={strokes} onStrokes={setStrokes} typed={typed} onTyped={setTyped} name="陈监理" />;
}

describe("strokes", () => {
  test("a tap is no signature, a wave is", () => {
    expect(isSigned([])).toBe(false);
    expect(isSigned([[[0.5, 0.5]]])).toBe(false);
    expect(isSigned([wave])).toBe(true);
  });

  test("a stroke is drawn through its points, a tap as a dot", () => {
    const pen = { clearRect: vi.fn(), beginPath: vi.fn(), moveTo: vi.fn(), lineTo: vi.fn(), quadraticCurveTo: vi.fn(), stroke: vi.fn(), arc: vi.fn(), fill: vi.fn(), lineWidth: 0, lineCap: "butt", lineJoin: "bevel", strokeStyle: "", fillStyle: "" };
    paint(pen as never, [wave, [[0.9, 0.1]]], 200, 100, "ink");
    expect(pen.moveTo).toHaveBeenCalledWith(20, 50);
    expect(pen.quadraticCurveTo).toHaveBeenCalledTimes(4);
    expect(pen.lineTo).toHaveBeenLastCalledWith(120, 50);
    expect(pen.arc.mock.calls[0]!.slice(0, 2)).toEqual([180, 10]);
    expect(pen.strokeStyle).toBe("ink");
  });
});

describe("the pad", () => {
  test("draws, takes back a stroke, clears, and has a way without drawing", async () => {
    const told = vi.fn();
    render(<Try told={told} />);
    const canvas = screen.getByRole("img", { name: "签字板，空白" });
    vi.spyOn(canvas, "getBoundingClientRect").mockReturnValue({ left: 0, top: 0, width: 200, height: 100 } as DOMRect);
    for (const from of [10, 60]) {
      fireEvent.pointerDown(canvas, { clientX: from, clientY: 50, pointerId: 1 });
      fireEvent.pointerMove(canvas, { clientX: from + 30, clientY: 20, pointerId: 1 });
      fireEvent.pointerUp(canvas, { pointerId: 1 });
    }
    expect(screen.getByRole("img", { name: "签字板，已写 2 笔" })).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "撤销一笔" }));
    expect(told.mock.lastCall![0]).toHaveLength(1);
    await userEvent.click(screen.getByRole("button", { name: "清除" }));
    expect(told.mock.lastCall![0]).toHaveLength(0);
    await userEvent.click(screen.getByText("输入姓名"));
    expect(screen.getByText("陈监理")).toBeTruthy();
    expect(told.mock.lastCall![1]).toBe(true);
  });
});
