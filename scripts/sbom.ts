/**
 * `npm run sbom -- [FOLDER]`: what the till consists of, in `dist/supply-chain` or the folder: `sbom.cdx.json`
 * (CycloneDX) and `licences.md`. One line of JSON on stdout; exit code 1 when a licence is not allowed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, stopWithUsage } from './command-line.ts';
import { allowedLicences, isAllowed, licenceOf } from './licences.ts';
import { inProject } from './project.ts';
import { readBill, type Component } from './supply-chain.ts';

const usage = 'sbom [FOLDER]: where the bill and the licences go';
const [folder = inProject('dist', 'supply-chain'), superfluous] = readArguments(
  { allowPositionals: true },
  usage,
).positionals;
if (superfluous !== undefined) stopWithUsage(`“${superfluous}” is one argument too many.`, usage);
const bill = readBill();
const refused = bill.components.filter((component) => !isAllowed(licenceOf(component)));
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
writeFileSync(join(folder, 'licences.md'), reportOf(bill.components));

const inProduct = bill.components.filter(({ scope }) => scope === 'required');
console.log(
  JSON.stringify({
    packages: bill.components.length,
    inProduct: inProduct.length,
    licences: countLicences(bill.components),
    refused: refused.map((component) => `${component['bom-ref']}: ${licenceOf(component)}`),
    folder,
  }),
);
process.exitCode = refused.length === 0 ? 0 : 1;

function countLicences(components: readonly Component[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const component of components) {
    const licence = licenceOf(component);
    counts[licence] = (counts[licence] ?? 0) + 1;
  }
  return counts;
}

function reportOf(components: readonly Component[]): string {
  const tableOf = (scope: Component['scope']): string =>
    [
      '| package | version | licence |',
      '|---|---|---|',
      ...components
        .filter((component) => component.scope === scope)
        .map((component) => `| ${component.name} | ${component.version} | ${licenceOf(component)} |`),
    ].join('\n');
  const asked = Object.entries(allowedLicences).map(([licence, asks]) => `- ${licence}: ${asks}`);
  return `# Licences of the packages that Tillbook uses

What each asks for:

${asked.join('\n')}

## In the product

${tableOf('required')}

## In the house's machinery

${tableOf('excluded')}
`;
}
