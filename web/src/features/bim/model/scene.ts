import { tk } from "../../../i18n";

/** An open issue at a task; `bad`: urgent or past its day. */
export interface Mark { resource: string; id: string; label: string; level: "warn" | "bad"; due_on: string | null }

export interface SceneTask {
  id: string; name: string; wbs: string; phase: string; state: string; critical: boolean; progress: number;
  starts_at: string | null; ends_at: string | null; actual_start: string | null; actual_end: string | null;
  baseline_start: string | null; baseline_end: string | null;
  marks: Mark[];
}

/** guid, type, storey, name, drawn, task; type, storey and task are places in their lists. */
export type SceneElement = [guid: string, type: number, storey: number | null, name: string, drawn: boolean, task: number | null];

export interface Scene {
  version: { id: string; number: number; ifc_schema: string; size: number; created_at: string };
  storeys: { name: string; elevation: number | null }[];
  types: string[];
  elements: SceneElement[];
  tasks: SceneTask[];
}

const TYPES: Record<string, string> = {
  Wall: tk("墙"), CurtainWall: tk("幕墙"), Slab: tk("板"), Column: tk("柱"), Beam: tk("梁"), Footing: tk("基础"), Pile: tk("桩"), Roof: tk("屋面"),
  Stair: tk("楼梯"), Ramp: tk("坡道"), Railing: tk("栏杆"), Door: tk("门"), Window: tk("窗"), OpeningElement: tk("洞口"), Covering: tk("面层"),
  Plate: tk("板件"), Member: tk("杆件"), ReinforcingBar: tk("钢筋"), ReinforcingMesh: tk("钢筋网"), ElementAssembly: tk("组合件"), BuildingElementProxy: tk("其他构件"),
  PipeSegment: tk("管道"), PipeFitting: tk("管件"), DuctSegment: tk("风管"), DuctFitting: tk("风管件"), CableCarrierSegment: tk("桥架"), FlowSegment: tk("管线"), FlowFitting: tk("管线配件"),
  FlowTerminal: tk("末端设备"), FlowController: tk("阀门和控制件"), SanitaryTerminal: tk("卫生器具"), LightFixture: tk("灯具"), Furniture: tk("家具"), FurnishingElement: tk("家具"),
  TransportElement: tk("电梯和运输设备"), Chimney: tk("烟囱"), ShadingDevice: tk("遮阳"), Kerb: tk("路缘石"), Pavement: tk("路面"), Course: tk("结构层"), Rail: tk("轨道"), Track: tk("轨道"),
};

/** The Chinese source text of an IFC class; classes that nobody has named keep their own name. */
export function typeName(ifc: string): string {
  const plain = ifc.replace(/^Ifc/, "").replace(/(StandardCase|ElementedCase)$/, "");
  const flight = plain.replace(/Flight$/, "");
  return TYPES[plain] ?? TYPES[flight] ?? plain;
}

export interface Branch { key: string; storey: number | null; type: number; elements: number[] }
export interface Floor { key: string; storey: number | null; count: number; branches: Branch[] }

/** Storeys from above downward as one reads a section, each with its types; what stands on no storey comes last. */
export function floors(scene: Scene): Floor[] {
  const found = new Map<string, Branch>();
  scene.elements.forEach(([, type, storey], index) => {
    const key = `${storey ?? "none"}.${type}`;
    const branch = found.get(key);
    if (branch) branch.elements.push(index);
    else found.set(key, { key, storey, type, elements: [index] });
  });
  const order: (number | null)[] = [...scene.storeys.keys()].toReversed();
  return [...order, null].flatMap((storey) => {
    const branches = [...found.values()].filter((branch) => branch.storey === storey).toSorted((a, b) => b.elements.length - a.elements.length);
    return branches.length ? [{ key: String(storey ?? "none"), storey, branches, count: branches.reduce((sum, one) => sum + one.elements.length, 0) }] : [];
  });
}

/** Elements whose name, type or GlobalId holds the words. */
export function search(scene: Scene, words: string, label: (ifc: string) => string, most = 200): number[] {
  const wanted = words.trim().toLowerCase();
  if (!wanted) return [];
  const names = scene.types.map((type) => `${type} ${label(type)}`.toLowerCase());
  const found: number[] = [];
  for (let i = 0; i < scene.elements.length && found.length < most; i += 1) {
    const [guid, type, , name] = scene.elements[i]!;
    if (name.toLowerCase().includes(wanted) || names[type]!.includes(wanted) || guid === words.trim()) found.push(i);
  }
  return found;
}
