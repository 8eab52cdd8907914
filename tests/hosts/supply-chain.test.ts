import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAllowed, licenceOf } from '../../scripts/licences.ts';
import { inProject } from '../../scripts/project.ts';
import { readBill, readReasons } from '../../scripts/supply-chain.ts';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Manifest = Pick<LockedPackage, 'dependencies' | 'devDependencies' | 'optionalDependencies'> & {
  readonly scripts: Readonly<Record<string, string>>;
};

const readJson = (name: string): unknown => JSON.parse(readFileSync(inProject(name), 'utf8'));
const manifest = readJson('package.json') as Manifest;
const lock = readJson('package-lock.json') as { readonly packages: Readonly<Record<string, LockedPackage>> };
const { '': root = {}, ...packages } = lock.packages;
const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
const reasons = readReasons();

describe('what the till is made of', () => {
  it('is asked for by exact versions, and the lock file has the same', () => {
    expect(
      Object.values(wanted).filter((version) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version)),
    ).toEqual([]);
    const { dependencies, devDependencies, optionalDependencies } = root;
    expect({ dependencies, devDependencies, optionalDependencies }).toEqual({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      optionalDependencies: manifest.optionalDependencies,
    });
  });

  it('is known by its sum, and comes from a registry of packages alone', () => {
    const unknown = Object.entries(packages).filter(
      ([, { integrity = '', resolved = '' }]) =>
        !integrity.startsWith('sha512-') || /^(git|file|http:)/.test(resolved),
    );
    expect(unknown.map(([path]) => path)).toEqual([]);
  });

  it('runs no script when it is installed, and those that could are known', () => {
    expect(readFileSync(inProject('.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
    const own = Object.keys(manifest.scripts).filter((name) =>
      /^(pre|post)?(install|prepare|publish)/.test(name),
    );
    expect(own).toEqual([]);
    const withScript = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript === true ? [path.replace(/^.*node_modules\//, '')] : [],
    );
    expect(withScript.toSorted()).toEqual(reasons.scripts.toSorted());
  });

  it('has a reason for each package, and no reason without its package', () => {
    const isPackage = (name: string): boolean => !name.startsWith('@types/');
    const named = [...reasons.product, ...reasons.machinery].filter(isPackage);
    expect(named.toSorted()).toEqual(Object.keys(wanted).filter(isPackage).toSorted());
  });

  it('is under licences that may be used without asking, all of it on one bill', () => {
    const { components } = readBill();
    expect(
      components.filter((component) => !isAllowed(licenceOf(component))).map((one) => one['bom-ref']),
    ).toEqual([]);
    const versions = new Set(Object.values(packages).map(({ version }) => version));
    expect(new Set(components.map(({ version }) => version))).toEqual(versions);
    const product = components.filter(({ scope }) => scope === 'required').map(({ name }) => name);
    expect(product).toEqual(expect.arrayContaining(['react', 'zod', 'electron', 'scheduler']));
    expect(product).not.toContain('vitest');
  });

  it('would not be with a licence that asks for more', () => {
    for (const licence of ['GPL-3.0-only', 'none', 'MIT AND AGPL-3.0', 'SEE LICENSE IN LICENSE']) {
      expect(isAllowed(licence)).toBe(false);
    }
    expect(isAllowed('(GPL-3.0 OR MIT)')).toBe(true);
  });
});
