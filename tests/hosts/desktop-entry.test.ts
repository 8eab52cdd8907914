import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { execLine } from '../../electron/main/desktop-entry.ts';

describe('the command of a desktop entry', () => {
  it('is written as it is where nothing needs care', () => {
    expect(execLine(['/opt/Tillbook/tillbook', '--data', '/srv/till-1'])).toBe(
      '/opt/Tillbook/tillbook --data /srv/till-1',
    );
  });

  it('has no field code that a desktop would fill in', () => {
    expect(execLine(['/opt/100%/till', '%u'])).toBe('"/opt/100%%/till" "%%u"');
  });

  // Quotes are read as a shell reads them, after the file's own backslashes.
  it.skipIf(process.platform === 'win32')('says the same words again when it is read', () => {
    const command = ['/home/kari/my tills/till', 'a "b" c', '$HOME `id` \\', "it's"];
    const unescaped = execLine(command).replaceAll('\\\\', '\\').replaceAll('%%', '%');
    const read = execFileSync('sh', ['-c', `printf '%s\\n' ${unescaped}`], { encoding: 'utf8' });
    expect(read.trimEnd().split('\n')).toEqual(command);
  });
});
