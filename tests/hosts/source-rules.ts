import ts from 'typescript';

/** What a till's window has to be opened with, literally: a value that is computed is a value that changes. */
const wantedPreferences: Readonly<Record<string, boolean>> = {
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  webviewTag: false,
};

/** Names that no source of the till mentions, in whatever way. */
const forbiddenNames = new Set([
  // Ways out of the window.
  'openExternal',
  'openPath',
  'loadFile',
  'registerFileProtocol',
  'interceptFileProtocol',
  'setAsDefaultProtocolClient',
  // Ways in.
  'openDevTools',
  'toggleDevTools',
  'dangerouslySetInnerHTML',
  'insertAdjacentHTML',
  'createContextualFragment',
  'appendSwitch',
  // Walls taken down.
  'nodeIntegrationInWorker',
  'nodeIntegrationInSubFrames',
  'allowRunningInsecureContent',
  'experimentalFeatures',
  'enableBlinkFeatures',
  'bypassCSP',
  'allowServiceWorkers',
  'setProxy',
]);

/** What the preload script may ask of Electron, with its first argument. */
const preloadCalls = new Set([
  'ipcRenderer.invoke(callChannel)',
  'ipcRenderer.on(eventChannel)',
  'ipcRenderer.off(eventChannel)',
  "contextBridge.exposeInMainWorld('till')",
]);

/**
 * What a source of the till does that no till may (RELIABILITY: Electron, point by point), as
 * `path:line: words`.
 *
 * @param path from the project's root, with `/`
 */
export function breachesIn(path: string, text: string): string[] {
  const kind = path.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const found: string[] = [];
  const tell = (node: ts.Node, words: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${path}:${line + 1}: ${words}`);
  };

  function look(node: ts.Node): void {
    if (ts.isNewExpression(node)) lookAtNew(node);
    if (ts.isCallExpression(node)) lookAtCall(node);
    if (ts.isIdentifier(node)) lookAtName(node);
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) lookAtText(node);
    if (ts.isBinaryExpression(node)) lookAtAssignment(node);
    ts.forEachChild(node, look);
  }

  function lookAtNew(node: ts.NewExpression): void {
    const made = node.expression.getText();
    if (made === 'Function') tell(node, 'code is made of text');
    if (!['BrowserWindow', 'BrowserView', 'WebContentsView'].includes(made)) return;
    const preferences = literalProperty(node.arguments?.[0], 'webPreferences');
    for (const [name, wanted] of Object.entries(wantedPreferences)) {
      const given = literalProperty(preferences, name);
      const isRight = given?.kind === (wanted ? ts.SyntaxKind.TrueKeyword : ts.SyntaxKind.FalseKeyword);
      if (!isRight) tell(node, `a window is opened without ${name}: ${wanted}`);
    }
    if (literalProperty(preferences, 'devTools') === undefined)
      tell(node, 'nobody says whether it has DevTools');
  }

  function lookAtCall(node: ts.CallExpression): void {
    const called = node.expression.getText();
    const [first] = node.arguments;
    if (called === 'eval') tell(node, 'code is made of text');
    if (called.endsWith('.executeJavaScript') && (first === undefined || !ts.isStringLiteral(first))) {
      tell(node, 'a page is given code that is not written here');
    }
    const isHandler = called === 'ipcMain.handle' && first?.getText() === 'callChannel';
    if (called.startsWith('ipcMain.') && !(isHandler && path === 'electron/main/bridge.ts')) {
      tell(node, 'calls are heard past the one bridge');
    }
    if (called.endsWith('.setWindowOpenHandler') && !node.getText().includes("({ action: 'deny' })")) {
      tell(node, 'a window may be opened');
    }
    if (/^(ipcRenderer|contextBridge|webFrame|webUtils)\./.test(called)) {
      if (!preloadCalls.has(`${called}(${first?.getText() ?? ''})`))
        tell(node, `the preload script calls ${called}`);
    }
  }

  function lookAtName(node: ts.Identifier): void {
    if (forbiddenNames.has(node.text)) tell(node, `${node.text} is used`);
    const isBare = !ts.isPropertyAccessExpression(node.parent) && !ts.isImportSpecifier(node.parent);
    if (isBare && (node.text === 'ipcRenderer' || node.text === 'ipcMain'))
      tell(node, `${node.text} is handed on`);
  }

  function lookAtText(node: ts.StringLiteralLike | ts.TemplateHead): void {
    if (node.text.includes('file://')) tell(node, 'a file:// address');
    if (/'unsafe-|unsafe-(eval|inline|hashes)/.test(node.text)) tell(node, 'a policy with an exception');
  }

  function lookAtAssignment(node: ts.BinaryExpression): void {
    const isAssignment = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (isAssignment && /\.(innerHTML|outerHTML|srcdoc)$/.test(node.left.getText())) {
      tell(node, 'a page is made of text');
    }
  }

  look(source);
  return found;
}

/** The value of a property that an object literal has itself; undefined where it is computed or spread. */
function literalProperty(node: ts.Node | undefined, name: string): ts.Expression | undefined {
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return undefined;
  if (node.properties.some(ts.isSpreadAssignment)) return undefined;
  const property = node.properties.find((each) => each.name?.getText() === name);
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}
