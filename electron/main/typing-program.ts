import type { ErrorCode } from '#shared/contract/errors';
import type { HandOverSettings } from '#shared/contract/hand-over';

type EndKey = HandOverSettings['keys']['end'];

/** A program that types for another one. The text goes to its standard input: no shell, no command line, sees it. */
export interface TypingProgram {
  readonly command: string;
  readonly arguments: readonly string[];
  /** What is written to its standard input. */
  readonly input: (text: string, end: EndKey) => string;
  /** Says whose window is in front, as a process id on stdout; absent where the system always puts one there. */
  readonly front?: Question;
  /** Asks which letters the keyboard has, for programs that lose others; absent where every letter can be typed. */
  readonly keyboard?: Question & { readonly hasAll: (text: string, said: string) => boolean };
}

/** A command whose answer is on stdout. */
interface Question {
  readonly command: string;
  readonly arguments: readonly string[];
}

/** What X11 calls signs and letters; those of `A` to `z` and digits are called what they are. */
const keysyms = new Map(
  Object.entries({
    '!"#$%&': 'exclam quotedbl numbersign dollar percent ampersand',
    "'()*+,-./": 'apostrophe parenleft parenright asterisk plus comma minus period slash',
    ' :;<=>?@': 'space colon semicolon less equal greater question at',
    '[\\]^_`{|}~':
      'bracketleft backslash bracketright asciicircum underscore grave braceleft bar braceright asciitilde',
    æÆøØåÅ: 'ae AE oslash Oslash aring Aring',
    äÄöÖüÜß: 'adiaeresis Adiaeresis odiaeresis Odiaeresis udiaeresis Udiaeresis ssharp',
  }).flatMap(([signs, names]) => {
    const each = names.split(' ');
    return Array.from(signs, (sign, at): [string, string] => [sign, each[at] ?? '']);
  }),
);

/** @param keymap as `xkbcomp` prints it. A key that waits for the next one (`dead_tilde`) types no sign by itself. */
function areOnKeyboard(text: string, keymap: string): boolean {
  const names = new Set(keymap.slice(keymap.indexOf('xkb_symbols')).match(/\w+/g));
  return Array.from(text).every((sign) =>
    names.has(/^[A-Za-z0-9]$/.test(sign) ? sign : (keysyms.get(sign) ?? '')),
  );
}

/**
 * X11: `xdotool` by the XTEST extension. Line end and tab are keys to it. For a letter that the keyboard does
 * not have it changes the keyboard for a moment, which most windows notice too late: the letter is lost.
 */
const xdotool = (display: string): TypingProgram => ({
  command: 'xdotool',
  arguments: ['type', '--clearmodifiers', '--delay', '15', '--file', '-'],
  input: (text, end) => text + { none: '', enter: '\n', tab: '\t' }[end],
  front: { command: 'xdotool', arguments: ['getactivewindow', 'getwindowpid'] },
  keyboard: { command: 'xkbcomp', arguments: ['-w', '0', display, '-'], hasAll: areOnKeyboard },
});

/** Windows: SendKeys of the .NET Framework, which every Windows has. Some signs are keys to it, unless they stand in braces. */
const sendKeys: TypingProgram = {
  command: 'powershell.exe',
  arguments: [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    [
      '$ErrorActionPreference = "Stop"',
      '[Console]::InputEncoding = [System.Text.UTF8Encoding]::new($false)',
      'Add-Type -AssemblyName System.Windows.Forms',
      '[System.Windows.Forms.SendKeys]::SendWait([Console]::In.ReadToEnd())',
    ].join('; '),
  ],
  input: (text, end) =>
    text.replaceAll(/[+^%~(){}[\]]/g, '{$&}') + { none: '', enter: '{ENTER}', tab: '{TAB}' }[end],
};

/** macOS: System Events, which a person has to permit once (Accessibility). The first sign says which key ends it. */
const systemEvents: TypingProgram = {
  command: 'osascript',
  arguments: [
    '-l',
    'JavaScript',
    '-e',
    [
      "ObjC.import('Foundation');",
      'const data = $.NSFileHandle.fileHandleWithStandardInput.readDataToEndOfFile;',
      'const given = ObjC.unwrap($.NSString.alloc.initWithDataEncoding(data, $.NSUTF8StringEncoding));',
      "const events = Application('System Events');",
      'events.keystroke(given.slice(1));',
      "if (given[0] === 'E') events.keyCode(36);",
      "if (given[0] === 'T') events.keyCode(48);",
    ].join('\n'),
  ],
  input: (text, end) => ({ none: 'N', enter: 'E', tab: 'T' })[end] + text,
};

type TypingRefusal = Extract<ErrorCode, `hand-over.no-typing${string}`>;

/**
 * What types on this computer.
 *
 * @param has whether there is a command of that name
 * @returns why nothing does, where nothing does
 */
export function typingProgram(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  has: (command: string) => boolean,
): TypingProgram | TypingRefusal {
  if (platform === 'win32') return sendKeys;
  if (platform === 'darwin') return systemEvents;
  if (platform !== 'linux') return 'hand-over.no-typing';
  if (env['WAYLAND_DISPLAY'] || env['XDG_SESSION_TYPE'] === 'wayland') {
    return 'hand-over.no-typing-wayland';
  }
  if (!has('xdotool')) return 'hand-over.no-typing-program';
  return xdotool(env['DISPLAY'] ?? '');
}
