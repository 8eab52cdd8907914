import type { ScannerLayout } from './scanner-profile.ts';

/** What a physical key types: alone, with Shift, with Alt Gr. A space stands for nothing. */
type KeyFaces = readonly [plain: string, shifted: string, altGr: string];

const rows: readonly (readonly string[])[] = [
  [
    'Backquote',
    ...['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'].map((digit) => `Digit${digit}`),
    'Minus',
    'Equal',
  ],
  [...Array.from('QWERTYUIOP', (letter) => `Key${letter}`), 'BracketLeft', 'BracketRight'],
  [...Array.from('ASDFGHJKL', (letter) => `Key${letter}`), 'Semicolon', 'Quote', 'Backslash'],
  ['IntlBackslash', ...Array.from('ZXCVBNM', (letter) => `Key${letter}`), 'Comma', 'Period', 'Slash'],
];

/** Per row of keys: the characters alone, with Shift, with Alt Gr. Accents that wait for a letter stand as themselves. */
const drawings: Readonly<Record<Exclude<ScannerLayout, 'as-typed'>, readonly KeyFaces[]>> = {
  us: [
    ['`1234567890-=', '~!@#$%^&*()_+', ''],
    ['qwertyuiop[]', 'QWERTYUIOP{}', ''],
    [String.raw`asdfghjkl;'` + '\\', 'ASDFGHJKL:"|', ''],
    ['\\zxcvbnm,./', '|ZXCVBNM<>?', ''],
  ],
  nordic: [
    ['|1234567890+\\', '§!"#¤%&/()=?`', '  @£$€ {[]} ´'],
    ['qwertyuiopå¨', 'QWERTYUIOPÅ^', '           ~'],
    ["asdfghjkløæ'", 'ASDFGHJKLØÆ*', ''],
    ['<zxcvbnm,.-', '>ZXCVBNM;:_', ''],
  ],
  qwertz: [
    ['^1234567890ß´', '°!"§$%&/()=?`', '       {[]}\\'],
    ['qwertzuiopü+', 'QWERTZUIOPÜ*', '@          ~'],
    ['asdfghjklöä#', "ASDFGHJKLÖÄ'", ''],
    ['<yxcvbnm,.-', '>YXCVBNM;:_', '|'],
  ],
  azerty: [
    ['²&é"\'(-è_çà)=', ' 1234567890°+', '  ~#{[|`\\^@]}'],
    ['azertyuiop^$', 'AZERTYUIOP¨£', ''],
    ['qsdfghjklmù*', 'QSDFGHJKLM%µ', ''],
    ['<wxcvbn,;:!', '>WXCVBN?./§', ''],
  ],
};

const keyboards = new Map(
  Object.entries(drawings).map(([layout, faces]) => [layout, keysOf(faces)] as const),
);

function keysOf(faces: readonly KeyFaces[]): ReadonlyMap<string, KeyFaces> {
  const keys = new Map<string, KeyFaces>([['Space', [' ', ' ', ' ']]]);
  for (const [row, codes] of rows.entries()) {
    const [plain, shifted, altGr] = (faces[row] ?? ['', '', '']).map((face) => Array.from(face));
    for (const [at, code] of codes.entries()) {
      keys.set(code, [plain?.[at] ?? ' ', shifted?.[at] ?? ' ', altGr?.[at] ?? ' ']);
    }
  }
  return keys;
}

/** What a physical key types on a keyboard of that layout; undefined where it types nothing. */
export function characterOn(
  layout: Exclude<ScannerLayout, 'as-typed'>,
  code: string,
  { shift, altGr }: { readonly shift: boolean; readonly altGr: boolean },
): string | undefined {
  const faces = keyboards.get(layout)?.get(code);
  const character = faces?.[altGr ? 2 : shift ? 1 : 0];
  return character === ' ' && code !== 'Space' ? undefined : character;
}
