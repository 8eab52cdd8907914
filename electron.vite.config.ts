import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const here = import.meta.dirname;

// The oldest runtime the till is tried in: Electron 33.
const nodeTarget = 'node20.18';
const chromeTarget = 'chrome130';

export default defineConfig({
  // Runs under Electron's Node: CommonJS, one file per entry; dependencies stay in node_modules.
  main: {
    build: {
      outDir: 'out/main',
      target: nodeTarget,
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          index: resolve(here, 'electron/main/index.ts'),
          'db-worker': resolve(here, 'electron/core/db/worker.ts'),
          'card-worker': resolve(here, 'electron/core/cards/card-worker.ts'),
          'sync-worker': resolve(here, 'electron/core/sync/sync-worker.ts'),
        },
        // Flat: code that looks for its files looks from out/main, whichever chunk it lands in.
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  },
  // A sandboxed preload script may require nothing but electron: all else is bundled into the one file.
  preload: {
    build: {
      outDir: 'out/preload',
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(here, 'electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: resolve(here, 'renderer'),
    // Relative addresses: the same files are served from app:// and from loopback.
    base: './',
    plugins: [react(), tailwindcss()],
    build: {
      outDir: resolve(here, 'out/renderer'),
      target: chromeTarget,
      emptyOutDir: true,
      minify: true,
      // Fonts and icons stay files: the content security policy permits no data: fonts.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: resolve(here, 'renderer/index.html'),
        // What several pages share is one file, not fifty.
        output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } },
      },
    },
  },
});
