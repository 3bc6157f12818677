import { useEffect, useRef, type RefObject } from "react";

/** How long a finger rests before the card comes off the board; less would catch scrolling. */
export const LIFT_AFTER = 350;
/** A finger that moves further than this before then is scrolling. */
const SLACK = 10;
/** Within this distance of the board's edge it scrolls sideways under a held card. */
const EDGE = 36;
const STEP = 9;

interface Held { card: string; ghost: HTMLElement; place: Element | null; x: number; y: number; frame: number }

/**
 * Lifts a card (`data-card` with `data-movable`) after a long press and puts it down on the place (`data-drop`) under the
 * finger. Native drag and drop does not start from a finger in every web view, so fingers have this of their own.
 */
export function useTouchDrag(root: RefObject<HTMLElement | null>, board: RefObject<HTMLElement | null>, onDrop: (card: string, place: string) => void): void {
  const drop = useRef(onDrop);
  useEffect(() => {
    drop.current = onDrop;
  }, [onDrop]);
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    return listen(element, () => board.current, (card, place) => drop.current(card, place));
  }, [root, board]);
}

function listen(root: HTMLElement, board: () => HTMLElement | null, onDrop: (card: string, place: string) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from: { x: number; y: number } | null = null;
  let held: Held | null = null;

  const lift = (card: HTMLElement) => {
    const ghost = card.cloneNode(true) as HTMLElement;
    const { width } = card.getBoundingClientRect();
    ghost.className = "board-card board-ghost";
    ghost.removeAttribute("data-card");
    ghost.style.width = `${width}px`;
    ghost.setAttribute("aria-hidden", "true");
    document.body.append(ghost);
    held = { card: card.dataset.card!, ghost, place: null, ...from!, frame: 0 };
    navigator.vibrate?.(10);
    board()?.classList.add("dragging");
    follow();
    creep();
  };
  const follow = () => {
    if (!held) return;
    held.ghost.style.transform = `translate(${held.x}px, ${held.y}px) translate(-50%, 14px) scale(0.72)`;
    const place = document.elementFromPoint(held.x, held.y)?.closest("[data-drop]") ?? null;
    if (place === held.place) return;
    held.place?.removeAttribute("data-over");
    place?.setAttribute("data-over", "");
    held.place = place;
  };
  const creep = () => {
    const frame = board();
    if (!held || !frame) return;
    const { left, right } = frame.getBoundingClientRect();
    if (held.x < left + EDGE) frame.scrollLeft -= STEP;
    else if (held.x > right - EDGE) frame.scrollLeft += STEP;
    follow();
    held.frame = requestAnimationFrame(creep);
  };
  const stop = () => {
    clearTimeout(timer);
    from = null;
    if (held) {
      cancelAnimationFrame(held.frame);
      held.ghost.remove();
      held.place?.removeAttribute("data-over");
      board()?.classList.remove("dragging");
    }
    held = null;
  };

  const start = (event: TouchEvent) => {
    stop();
    const touch = event.touches[0];
    const target = event.target as HTMLElement;
    const card = target.closest<HTMLElement>("[data-card][data-movable]");
    if (event.touches.length !== 1 || !touch || !card || target.closest(".board-card-menu")) return;
    from = { x: touch.clientX, y: touch.clientY };
    timer = setTimeout(() => lift(card), LIFT_AFTER);
  };
  const move = (event: TouchEvent) => {
    const touch = event.touches[0];
    if (!from || !touch) return;
    if (!held) {
      if (Math.hypot(touch.clientX - from.x, touch.clientY - from.y) > SLACK) stop();
      return;
    }
    event.preventDefault();
    held.x = touch.clientX;
    held.y = touch.clientY;
    follow();
  };
  const end = (event: TouchEvent) => {
    const now = held;
    const place = held?.place?.getAttribute("data-drop");
    stop();
    // The tap that a browser makes of the touch would open the card.
    if (now && event.cancelable) event.preventDefault();
    if (now && place) onDrop(now.card, place);
  };
  // A long press is also how browsers begin their own drag and their own menu.
  const own = (event: Event) => {
    if (from || held) event.preventDefault();
  };
  root.addEventListener("touchstart", start, { passive: true });
  root.addEventListener("touchmove", move, { passive: false });
  root.addEventListener("touchend", end);
  root.addEventListener("touchcancel", stop);
  root.addEventListener("dragstart", own, { capture: true });
  root.addEventListener("contextmenu", own);
  return () => {
    stop();
    root.removeEventListener("touchstart", start);
    root.removeEventListener("touchmove", move);
    root.removeEventListener("touchend", end);
    root.removeEventListener("touchcancel", stop);
    root.removeEventListener("dragstart", own, { capture: true });
    root.removeEventListener("contextmenu", own);
  };
}
