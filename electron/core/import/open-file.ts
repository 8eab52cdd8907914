import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { fail, succeed, TillFailure, type Result } from '#shared/contract/errors';

/** Large enough that decoding is done in few calls, small enough that the till stays responsive between two. */
const chunkBytes = 256 * 1024;

/**
 * A file's bytes, in pieces.
 *
 * Expected failure: `file.unreadable`, as the answer when the file cannot be
 * opened; thrown by the pieces as a `TillFailure` when reading breaks off later.
 */
export async function openFile(path: string): Promise<Result<{ chunks: AsyncGenerator<Uint8Array> }>> {
  try {
    if ((await stat(path)).isDirectory())
      return fail('file.unreadable', { message: 'This is a folder, not a file.' });
    await access(path, constants.R_OK);
  } catch (error) {
    return fail('file.unreadable', { message: wordsOf(error) });
  }
  return succeed({ chunks: readChunks(path) });
}

async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: chunkBytes });
  } catch (error) {
    throw new TillFailure('file.unreadable', { message: wordsOf(error) });
  }
}

/** Words for a failure of the file system; anything else is a bug and thrown on. */
function wordsOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case undefined:
      throw error;
    case 'ENOENT':
      return 'There is no such file.';
    case 'EACCES':
    case 'EPERM':
      return 'This user is not permitted to read the file.';
    default:
      return `The file cannot be read (${String(code)}).`;
  }
}
