/**
 * Who may import whom (DESIGN: shared ← core ← hosts; shared ← preload; shared ← renderer).
 * Imports of types count: a type that leaks is a boundary that leaks.
 */

const npm = (...names) => `node_modules/(${names.join('|')})/`;
const anyReact = ['react', 'react-dom', 'react-aria-components', 'react-i18next', 'zustand'];
const anyHttp = ['http', 'https', 'http2', 'net', 'tls', 'dgram'];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'shared-is-pure',
      comment: 'shared/ runs everywhere: no Node, no Electron, no React, no other room.',
      severity: 'error',
      from: { path: '^shared/' },
      to: {
        path: [
          '^(electron|renderer|scripts|tests|bench)/',
          npm('electron', 'better-sqlite3', 'hono', ...anyReact),
        ],
      },
    },
    {
      name: 'shared-knows-no-node',
      severity: 'error',
      from: { path: '^shared/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-knows-no-host',
      comment: 'The core is plain Node: it knows nothing of Electron, HTTP servers or React.',
      severity: 'error',
      from: { path: '^electron/core/' },
      to: {
        path: [
          '^electron/(main|preload|serve|cli|practice|host)/',
          '^(renderer|scripts|tests|bench)/',
          npm('electron', 'hono', '@hono', ...anyReact),
        ],
      },
    },
    {
      name: 'db-knows-no-network',
      severity: 'error',
      from: { path: '^electron/core/db/' },
      to: { path: ['^electron/core/(services|sync|operations)/', `^(node:)?(${anyHttp.join('|')})$`] },
    },
    {
      name: 'service-types-stop-at-the-mapper',
      comment: 'Only services/ itself knows which service it talks to; all else knows the port.',
      severity: 'error',
      from: { path: '^(electron|renderer|shared)/', pathNot: '^electron/core/services/' },
      to: { path: '^electron/core/services/(flow-retail|emporix)/' },
    },
    {
      name: 'only-the-desktop-imports-electron',
      severity: 'error',
      from: { pathNot: '^(electron/(main|preload)|tests/desktop)/' },
      to: { path: npm('electron') },
    },
    {
      name: 'preload-carries-names-alone',
      severity: 'error',
      from: { path: '^electron/preload/' },
      to: { pathNot: ['^shared/', '^electron/preload/', npm('electron')] },
    },
    {
      name: 'host-is-shared-by-hosts',
      severity: 'error',
      from: { path: '^electron/host/' },
      to: { path: ['^electron/(main|preload|serve|cli|practice)/', npm('electron', 'hono', '@hono')] },
    },
    {
      name: 'main-imports-no-other-host',
      severity: 'error',
      from: { path: '^electron/main/' },
      to: { path: ['^electron/(serve|cli|practice)/', '^renderer/'] },
    },
    {
      name: 'serve-imports-no-other-host',
      severity: 'error',
      from: { path: '^electron/serve/' },
      to: { path: ['^electron/(main|preload|cli|practice)/', '^renderer/'] },
    },
    {
      name: 'cli-imports-no-window',
      severity: 'error',
      from: { path: '^electron/cli/' },
      to: { path: ['^electron/(main|preload)/', '^renderer/'] },
    },
    {
      name: 'practice-stands-alone',
      comment: 'A service that shared code with the till would share its mistakes.',
      severity: 'error',
      from: { path: '^electron/practice/' },
      to: {
        path: [
          '^electron/(main|preload|serve|cli|host)/',
          '^electron/core/(services|sync|db)/',
          '^renderer/',
        ],
      },
    },
    {
      name: 'renderer-knows-the-contract-alone',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: ['^(electron|scripts|tests|bench)/', npm('electron', 'better-sqlite3', 'hono', '@hono')] },
    },
    {
      name: 'renderer-runs-in-a-browser',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-never-import-each-other',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'ui-knows-no-feature',
      severity: 'error',
      from: { path: '^renderer/ui/' },
      to: { path: '^renderer/(features|bridge|app)/' },
    },
    {
      name: 'product-imports-no-tests',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/' },
      to: { path: '^(tests|bench|scripts)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
