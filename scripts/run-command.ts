import { spawn, type SpawnOptions } from 'node:child_process';
import { projectDir } from './project.ts';

/**
 * Runs a program in the project's folder and waits for its end.
 *
 * @returns its exit code; 128 and more when a signal ended it, or 127 when there is no such program
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: SpawnOptions = { stdio: 'inherit' },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectDir, ...options });
    child.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') resolve(127);
      else reject(cause);
    });
    child.once('close', (code) => {
      resolve(code ?? 128);
    });
  });
}

/** Runs a program and keeps what it says, stdout and stderr in the order they came. */
export async function captureCommand(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'env' | 'timeout'> = {},
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(command, args, { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      resolve(exitCode ?? 128);
    });
  });
  return { code, output };
}
