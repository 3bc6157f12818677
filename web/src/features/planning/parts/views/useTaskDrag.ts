import { useEffect, useState, type RefObject } from "react";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";

const KIND = "plan-task";

/** A card that can be taken. Returns whether it is in the hand now. */
export function useTaskDrag(ref: RefObject<HTMLElement | null>, id: string, on: boolean): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || !on) return;
    return draggable({ element, getInitialData: () => ({ kind: KIND, id }), onDragStart: () => setHeld(true), onDrop: () => setHeld(false) });
  }, [ref, id, on]);
  return held;
}

/** A column where cards can be put down; it scrolls while one is held near its edge. Returns whether one is over it. */
export function useTaskDrop(ref: RefObject<HTMLElement | null>, list: RefObject<HTMLElement | null>, onTask: (id: string) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = ref.current;
    const scrolled = list.current;
    if (!element || !scrolled) return;
    const mine = ({ source }: { source: { data: Record<string, unknown> } }) => source.data.kind === KIND;
    const stopDrop = dropTargetForElements({
      element, canDrop: mine, onDragEnter: () => setOver(true), onDragLeave: () => setOver(false),
      onDrop: ({ source }) => { setOver(false); onTask(String(source.data.id)); },
    });
    const stopScroll = autoScrollForElements({ element: scrolled, canScroll: mine });
    return () => { stopDrop(); stopScroll(); };
  }, [ref, list, onTask]);
  return over;
}
