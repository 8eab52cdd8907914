import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';
import { fail, succeed } from '#shared/contract/errors';
import type { TypesText } from '../core/hand-over/hand-over-host.ts';
import { hasCommand } from '../host/has-command.ts';
import { typingProgram } from './typing-program.ts';

/** How long another window may take to come to the front, and how often that is looked at. */
const frontTimeoutMs = 1_500;
const lookEveryMs = 50;
/** How long typing may take: a long template at 15 ms a key. */
const typeTimeoutMs = 15_000;

/**
 * Types into the window that was in front before the till's: the till's is put aside, the system brings
 * the one beneath it to the front, and the text is typed there. Afterwards the sale stays in front.
 */
export function typeIntoOtherWindow(tillWindow: () => BrowserWindow | undefined): TypesText {
  const program = typingProgram(process.platform, process.env, hasCommand);
  return {
    problem: () => (typeof program === 'string' ? fail(program).error : null),

    async type(text, end) {
      if (typeof program === 'string') return fail(program);
      if (program.keyboard !== undefined) {
        const { command, arguments: arguments_, hasAll } = program.keyboard;
        const { stdout } = await run(command, arguments_, '', frontTimeoutMs);
        if (!hasAll(text, stdout)) return fail('hand-over.not-on-keyboard');
      }
      const window = tillWindow();
      const wasInFront = window?.isFocused() ?? false;
      if (wasInFront) window?.minimize();
      const isElsewhere = await otherWindowInFront(() => window?.isFocused() ?? false, program.front);
      if (!isElsewhere) {
        if (wasInFront) window?.restore();
        return fail('hand-over.no-window');
      }
      const typed = await run(program.command, program.arguments, program.input(text, end), typeTimeoutMs);
      if (typed.code === 0) return succeed({});
      if (wasInFront) window?.restore();
      return fail('hand-over.typing-failed');
    },
  };
}

/** Waits until the window in front is another program's. */
async function otherWindowInFront(
  isOwnFocused: () => boolean,
  front: { readonly command: string; readonly arguments: readonly string[] } | undefined,
): Promise<boolean> {
  const endMs = performance.now() + frontTimeoutMs;
  while (performance.now() < endMs) {
    if (!isOwnFocused() && (front === undefined || (await isForeign(front)))) return true;
    await wait(lookEveryMs);
  }
  return false;
}

async function isForeign(front: { readonly command: string; readonly arguments: readonly string[] }) {
  const { code, stdout } = await run(front.command, front.arguments, '', frontTimeoutMs);
  return code === 0 && stdout.trim() !== '' && Number(stdout.trim()) !== process.pid;
}

/** Runs a program without a shell. @returns `code: null` when it could not be started or did not end in time */
function run(
  command: string,
  arguments_: readonly string[],
  input: string,
  timeoutMs: number,
): Promise<{ readonly code: number | null; readonly stdout: string }> {
  return new Promise((resolve) => {
    let stdout = '';
    const child = spawn(command, arguments_, {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeoutMs,
      windowsHide: true,
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.once('error', () => resolve({ code: null, stdout }));
    child.once('close', (code) => resolve({ code, stdout }));
    // A program that ended before it read everything has said so by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
