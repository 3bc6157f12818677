import { useLayoutEffect, useState, type RefObject } from "react";

const HEAD = 38;
const FOOT = 32;

/** Height of the table's body so that head, body and foot fill the box; a virtual table needs it as a number. */
export function useBodyHeight(box: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(480);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === "undefined") return;
    const measure = () => element.clientHeight && setHeight(Math.max(160, element.clientHeight - HEAD - FOOT));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return height;
}

/** How wide the box is inside; 0 until it has been drawn. */
export function useInnerWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === "undefined") return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
