import { describe, expect, it } from 'vitest';
import { typingProgram, type TypingProgram } from '../../electron/main/typing-program.ts';

const everything = () => true;

function programOn(platform: NodeJS.Platform): TypingProgram {
  const program = typingProgram(platform, { DISPLAY: ':0' }, everything);
  if (typeof program === 'string') throw new Error(program);
  return program;
}

describe('what types for another window', () => {
  it('says why where nothing does', () => {
    expect(typingProgram('linux', { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' }, everything)).toBe(
      'hand-over.no-typing-wayland',
    );
    expect(typingProgram('linux', { XDG_SESSION_TYPE: 'wayland' }, everything)).toBe(
      'hand-over.no-typing-wayland',
    );
    expect(typingProgram('linux', { DISPLAY: ':0' }, () => false)).toBe('hand-over.no-typing-program');
    expect(typingProgram('freebsd', {}, everything)).toBe('hand-over.no-typing');
  });

  it.each(['linux', 'win32', 'darwin'] as const)('puts no text on a command line (%s)', (platform) => {
    const program = programOn(platform);
    expect(program.arguments.join(' ')).not.toContain('Kari');
    expect(program.input('Kari', 'none')).toContain('Kari');
  });

  it('types what is a key to SendKeys as the sign it is', () => {
    const { input } = programOn('win32');
    expect(input('a+b^c%d~e(f)g{h}i[j]', 'none')).toBe('a{+}b{^}c{%}d{~}e{(}f{)}g{{}h{}}i{[}j{]}');
    expect(input('1', 'enter')).toBe('1{ENTER}');
    expect(input('1', 'tab')).toBe('1{TAB}');
  });

  it('ends with the key that is wanted', () => {
    const linux = programOn('linux');
    expect([linux.input('1', 'none'), linux.input('1', 'enter'), linux.input('1', 'tab')]).toEqual([
      '1',
      '1\n',
      '1\t',
    ]);
    const mac = programOn('darwin');
    expect([mac.input('1', 'none'), mac.input('1', 'enter'), mac.input('1', 'tab')]).toEqual([
      'N1',
      'E1',
      'T1',
    ]);
  });

  it('knows what a keyboard of X11 has, a key that waits for the next one not counted', () => {
    const { keyboard } = programOn('linux');
    const keymap = `xkb_types { minus }; xkb_symbols {
      key <AC10> { [ oslash, Oslash, bar ] }; key <AD12> { [ dead_diaeresis, dead_circumflex ] };
      key <AE01> { [ 1, exclam ] }; key <AC01> { [ a, A ] }; key <SPCE> { [ space ] }; };`;
    expect(keyboard?.hasAll('Aø Ø1!|', keymap)).toBe(true);
    for (const sign of ['^', 'ł', '-', 'b', '😀']) expect(keyboard?.hasAll(sign, keymap)).toBe(false);
  });
});
