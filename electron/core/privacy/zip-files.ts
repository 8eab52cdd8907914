import { crc32, deflateRawSync } from 'node:zlib';

export interface ZippedFile {
  /** Plain ASCII, without a folder. */
  readonly name: string;
  readonly text: string;
}

/** Version 2.0 of the format: deflate. */
const zipVersion = 20;
const deflated = 8;

/**
 * A ZIP archive (PKWARE APPNOTE 6.3) of a few small files.
 *
 * @param atMs the files' time, milliseconds since the epoch
 */
export function zipFiles(files: readonly ZippedFile[], atMs: number): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text } of files) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    // What the entry and the directory say of it alike.
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(zipVersion, 0);
    facts.writeUInt16LE(deflated, 4);
    facts.writeUInt32LE(dosTimeOf(atMs), 6);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const version = Buffer.from([zipVersion, 0]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), version, facts, place, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

/** Date and time as MS-DOS kept them, in UTC. */
function dosTimeOf(atMs: number): number {
  const at = new Date(atMs);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return date * 0x10000 + time;
}
