import { useRef } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fireEvent, render, screen } from "@testing-library/react";
import { LIFT_AFTER, useTouchDrag } from "./useTouchDrag";

const onDrop = vi.fn();

function Stage() {
  const root = useRef<HTMLDivElement>(null);
  const board = useRef<HTMLDivElement>(null);
  useTouchDrag(root, board, onDrop);
  return (
    <div ref={root}>
      <div ref={board}>
        <div data-drop="b">列</div>
        <div data-card="1" data-movable>可移动</div>
        <div data-card="2">不可移动</div>
      </div>
    </div>
  );
}

const at = (x: number, y: number) => ({ touches: [{ clientX: x, clientY: y }] });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onDrop.mockClear();
  document.elementFromPoint = () => screen.getByText("列");
});
afterEach(() => vi.useRealTimers());

describe("a finger on the board", () => {
  test("lifts a card after a rest and puts it down where it ends", () => {
    render(<Stage />);
    const card = screen.getByText("可移动");
    fireEvent.touchStart(card, at(10, 10));
    vi.advanceTimersByTime(LIFT_AFTER + 1);
    expect(document.querySelector(".board-ghost")).toBeTruthy();
    expect(fireEvent.touchMove(card, at(80, 10))).toBe(false);
    expect(screen.getByText("列").hasAttribute("data-over")).toBe(true);
    fireEvent.touchEnd(card, { touches: [] });
    expect(onDrop).toHaveBeenCalledExactlyOnceWith("1", "b");
    expect(document.querySelector(".board-ghost")).toBeNull();
    expect(screen.getByText("列").hasAttribute("data-over")).toBe(false);
  });

  test("that moves before the rest is scrolling", () => {
    render(<Stage />);
    const card = screen.getByText("可移动");
    fireEvent.touchStart(card, at(10, 10));
    expect(fireEvent.touchMove(card, at(10, 60))).toBe(true);
    vi.advanceTimersByTime(LIFT_AFTER * 2);
    fireEvent.touchEnd(card, { touches: [] });
    expect(onDrop).not.toHaveBeenCalled();
  });

  test("lifts nothing that one may not move, and lets go when the system takes the touch", () => {
    render(<Stage />);
    fireEvent.touchStart(screen.getByText("不可移动"), at(10, 10));
    vi.advanceTimersByTime(LIFT_AFTER + 1);
    expect(document.querySelector(".board-ghost")).toBeNull();
    const card = screen.getByText("可移动");
    fireEvent.touchStart(card, at(10, 10));
    vi.advanceTimersByTime(LIFT_AFTER + 1);
    fireEvent.touchCancel(card);
    fireEvent.touchEnd(card, { touches: [] });
    expect(onDrop).not.toHaveBeenCalled();
  });
});
