import { useEffect, useState, type RefObject } from "react";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";

const KIND = "opportunity";

/** Makes a card one that can be taken. Returns whether it is in the hand now. */
export function useDraggable(ref: RefObject<HTMLElement | null>, card: string, on: boolean): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element || !on) return;
    return draggable({
      element,
      getInitialData: () => ({ kind: KIND, card }),
      onDragStart: () => setHeld(true),
      onDrop: () => setHeld(false),
    });
  }, [ref, card, on]);
  return held;
}

/** Makes an element a place where cards can be put down. Returns whether one is held over it. */
export function useDropPlace(ref: RefObject<HTMLElement | null>, onCard: (card: string) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.kind === KIND,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        onCard(String(source.data.card));
      },
    });
  }, [ref, onCard]);
  return over;
}

/** Scrolls an element while a card is held near its edge. */
export function useEdgeScroll(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return autoScrollForElements({ element, canScroll: ({ source }) => source.data.kind === KIND });
  }, [ref]);
}
