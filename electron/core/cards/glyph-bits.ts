import type { Glyph } from 'fontkit';
import { unitsPerEm, type FontWeight } from './card-font.ts';

/** A glyph in dots, black or not, relative to its origin on the baseline; y grows downwards. */
export interface GlyphBits {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Row by row, 1 where the dot is black. */
  readonly dots: Uint8Array;
}

/** An edge of the outline that crosses rows of samples; `winding` by its direction. */
interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Lines a curve is taken for: more cannot be seen at the sizes of a card. */
const linesPerCurve = 6;
/** Samples of a row, one above the other; across, coverage is exact. */
const samplesPerRow = 4;

/** The same letters come again on every card, in the few sizes its design has. */
const known = new Map<string, GlyphBits>();
const mostKnown = 3_000;

/** The glyph at a font size in dots: a dot is black when at least half of it is covered. */
export function glyphBits(glyph: Glyph, weight: FontWeight, size: number): GlyphBits {
  const key = `${weight} ${glyph.id} ${size}`;
  const found = known.get(key);
  if (found) return found;
  const fresh = fillOutline(outlineOf(glyph, size / unitsPerEm(weight)));
  if (known.size >= mostKnown) known.clear();
  known.set(key, fresh);
  return fresh;
}

/** The outline's closed loops as straight edges, in dots. */
function outlineOf(glyph: Glyph, scale: number): Edge[] {
  const edges: Edge[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number) => {
    if (toY !== y) edges.push({ x0: x, y0: y, x1: toX, y1: toY });
    [x, y] = [toX, toY];
  };
  for (const { command, args } of glyph.path.commands) {
    const points = args.map((value, index) => (index % 2 === 0 ? value : -value) * scale);
    if (command === 'moveTo') {
      lineTo(startX, startY);
      [x = 0, y = 0] = points;
      [startX, startY] = [x, y];
    } else if (command === 'closePath') lineTo(startX, startY);
    else if (command === 'lineTo') lineTo(points[0] ?? 0, points[1] ?? 0);
    else for (const [toX, toY] of pointsOfCurve([x, y, ...points])) lineTo(toX, toY);
  }
  lineTo(startX, startY);
  return edges;
}

/** Points along a Bézier curve of any degree, without its start (de Casteljau). */
function pointsOfCurve(control: readonly number[]): [number, number][] {
  return Array.from({ length: linesPerCurve }, (_, index) => {
    const share = (index + 1) / linesPerCurve;
    let points = control;
    while (points.length > 2) {
      const [outer, length] = [points, points.length - 2];
      points = Array.from(
        { length },
        (_, at) => (outer[at] ?? 0) + ((outer[at + 2] ?? 0) - (outer[at] ?? 0)) * share,
      );
    }
    return [points[0] ?? 0, points[1] ?? 0];
  });
}

function fillOutline(edges: readonly Edge[]): GlyphBits {
  if (edges.length === 0) return { left: 0, top: 0, width: 0, height: 0, dots: new Uint8Array(0) };
  const left = Math.floor(Math.min(...edges.map(({ x0, x1 }) => Math.min(x0, x1))));
  const right = Math.ceil(Math.max(...edges.map(({ x0, x1 }) => Math.max(x0, x1))));
  const top = Math.floor(Math.min(...edges.map(({ y0, y1 }) => Math.min(y0, y1))));
  const bottom = Math.ceil(Math.max(...edges.map(({ y0, y1 }) => Math.max(y0, y1))));
  const [width, height] = [Math.max(1, right - left), Math.max(1, bottom - top)];
  const dots = new Uint8Array(width * height);
  const covered = new Float32Array(width);
  for (let row = 0; row < height; row += 1) {
    covered.fill(0);
    for (let sample = 0; sample < samplesPerRow; sample += 1) {
      const y = top + row + (sample + 0.5) / samplesPerRow;
      for (const [from, to] of spansAt(edges, y)) cover(covered, from - left, to - left);
    }
    for (let column = 0; column < width; column += 1)
      if ((covered[column] ?? 0) >= samplesPerRow / 2) dots[row * width + column] = 1;
  }
  return { left, top, width, height, dots };
}

/** Where a horizontal line is inside the outline (non-zero winding, as TrueType fills). */
function spansAt(edges: readonly Edge[], y: number): [number, number][] {
  const crossings: { readonly x: number; readonly winding: number }[] = [];
  for (const { x0, y0, x1, y1 } of edges) {
    if (y0 <= y === y1 <= y) continue;
    crossings.push({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), winding: y1 > y0 ? 1 : -1 });
  }
  crossings.sort((one, other) => one.x - other.x);
  const spans: [number, number][] = [];
  let winding = 0;
  let from = 0;
  for (const crossing of crossings) {
    if (winding === 0) from = crossing.x;
    winding += crossing.winding;
    if (winding === 0) spans.push([from, crossing.x]);
  }
  return spans;
}

/** Adds to every dot the share of it that lies in the span. */
function cover(covered: Float32Array, from: number, to: number): void {
  const last = Math.min(covered.length - 1, Math.floor(to));
  for (let column = Math.floor(from); column <= last; column += 1)
    covered[column] = (covered[column] ?? 0) + Math.min(to, column + 1) - Math.max(from, column);
}
