import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { LicensedPackage } from './licences.ts';
import { inProject, projectDir } from './project.ts';

/** A package of a CycloneDX bill of materials, as far as it is looked at here. */
export interface Component extends LicensedPackage {
  readonly 'bom-ref': string;
  readonly version: string;
  scope?: 'required' | 'optional' | 'excluded';
}

/** A CycloneDX 1.5 bill of materials, as far as it is looked at here. */
export interface BillOfMaterials {
  readonly metadata: { readonly component: Component & { name: string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/**
 * Every package of the lock file, as `npm sbom` lists them. npm takes what is bundled for a tool; here `required` is
 * what the product consists of, and everything else is `excluded`.
 *
 * @throws Error with npm's words when it cannot tell
 */
export function readBill(): BillOfMaterials {
  const npm = process.env['npm_execpath'];
  const [command = 'npm', ...prefix] = npm?.endsWith('.js') === true ? [process.execPath, npm] : ['npm'];
  const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const { status, stdout, stderr } = spawnSync(command, [...prefix, ...args], {
    cwd: projectDir,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm sbom did not succeed: ${stderr}`);
  const bill = JSON.parse(stdout) as BillOfMaterials;
  bill.metadata.component.name = 'tillbook';
  const product = partsOfProduct(bill);
  for (const component of bill.components) {
    component.scope = product.has(component['bom-ref']) ? 'required' : 'excluded';
  }
  return bill;
}

/** What the product's own list names, with everything that asks for in turn. */
function partsOfProduct({ metadata, components, dependencies }: BillOfMaterials): ReadonlySet<string> {
  const asksFor = new Map(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn ?? []]));
  const named = new Set(readReasons().product);
  const nameOf = new Map(components.map((component) => [component['bom-ref'], component.name]));
  const waiting = (asksFor.get(metadata.component['bom-ref']) ?? []).filter((ref) =>
    named.has(nameOf.get(ref) ?? ''),
  );
  const found = new Set<string>();
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    if (found.has(ref)) continue;
    found.add(ref);
    // What Electron's package asks for only fetches Electron.
    if (nameOf.get(ref) !== 'electron') waiting.push(...(asksFor.get(ref) ?? []));
  }
  return found;
}

/** The packages that docs/dependencies.md gives a reason for, by its tables. */
export function readReasons(): Readonly<Record<'product' | 'machinery' | 'scripts', readonly string[]>> {
  const text = readFileSync(inProject('docs', 'dependencies.md'), 'utf8');
  return {
    product: packagesUnder(text, 'In the product'),
    machinery: packagesUnder(text, "In the house's machinery"),
    scripts: packagesUnder(text, 'Install scripts'),
  };
}

/** The first column of the table under a heading: `a, b (remark)` are two packages. */
function packagesUnder(text: string, heading: string): string[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows
    .slice(1)
    .flatMap((row) => (row.split('|')[1] ?? '').replaceAll(/\(.*?\)/g, '').split(','))
    .map((name) => name.trim());
}
