/**
 * The driver's own default in place of the product's setting, to see the power-cut
 * proof fail: a commit is acknowledged before it is on the disk. Loaded with
 * `--import`, so that it reaches the threads of the store too.
 */
import Database from 'better-sqlite3';

const prototype: { pragma: (this: Database.Database, text: string, options?: object) => unknown } =
  Database.prototype;
const askFor = prototype.pragma;
prototype.pragma = function (text, options) {
  return askFor.call(this, text.replace('synchronous = FULL', 'synchronous = NORMAL'), options);
};
