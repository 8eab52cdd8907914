/** `npm run icons`: the till's icons for every system, drawn anew from resources/icons/icon.svg. */
import { readFileSync, writeFileSync } from 'node:fs';
import { initWasm } from '@resvg/resvg-wasm';
import { drawIcons } from './draw-icons.ts';
import { inProject } from './project.ts';

await initWasm(readFileSync(inProject('resources/wasm/resvg.wasm')));
const svg = readFileSync(inProject('resources/icons/icon.svg'), 'utf8');
for (const [name, content] of drawIcons(svg)) writeFileSync(inProject('resources/icons', name), content);
