/**
 * Changes the key of a folder, as a process of its own that dies at a moment it
 * was given: at one of its calls of the file system, or whenever it is killed.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { rotateAsOrdered, type RotationOrders } from './rotations.ts';

const steps = ['openSync', 'writeSync', 'fsyncSync', 'renameSync', 'rmSync'] as const;

/** Kills this process when it is about to call the file system for the so-many-th time. */
function dieAtStep(step: number): void {
  let count = 0;
  for (const name of steps) {
    const call = fs[name] as (...args: unknown[]) => unknown;
    Object.assign(fs, {
      [name]: (...args: unknown[]) => {
        if ((count += 1) === step) process.kill(process.pid, 'SIGKILL');
        return call(...args);
      },
    });
  }
  syncBuiltinESMExports();
}

fs.writeSync(1, 'loaded\n');
const [text] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const orders = JSON.parse(text) as RotationOrders;
if (orders.dieAt > 0) dieAtStep(orders.dieAt);
const rotated = rotateAsOrdered(orders);
process.stdout.write(`${rotated.ok ? 'done' : rotated.error.code}\n`);
process.exit(0);
