import type { Feature } from "../resource/feature";

const modules = import.meta.glob<Feature>("../features/*/index.tsx", { eager: true, import: "default" });

export const features: Feature[] = Object.values(modules).filter(Boolean);
