/**
 * Licences of packages that may be used without asking, and what they ask for. Others need somebody's decision
 * first; then they stand here.
 */
export const allowedLicences: Readonly<Record<string, string>> = {
  MIT: 'its notice goes along',
  'MIT-0': 'nothing',
  ISC: 'its notice goes along',
  '0BSD': 'nothing',
  'BSD-2-Clause': 'its notice goes along',
  'BSD-3-Clause': 'its notice goes along, its authors recommend nothing',
  'Apache-2.0': 'its notice goes along, changes are marked',
  'BlueOak-1.0.0': 'its notice goes along',
  'CC0-1.0': 'nothing',
  'OFL-1.1': 'fonts: not sold by themselves, its notice goes along',
  'MPL-2.0': 'changed files of it are published; here they are used as they are',
  'Python-2.0': 'its notice goes along',
  'CC-BY-4.0': 'data: its authors are named',
  WTFPL: 'nothing',
};

/** Packages whose package.json names no licence: it stands in a file beside it. */
const licencesInFiles: Readonly<Record<string, string>> = { 'png-js': 'MIT' };

/** A package of a bill of materials, as far as its licence goes. */
export interface LicensedPackage {
  readonly name: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string; readonly name?: string };
    readonly expression?: string;
  }[];
}

/** The licence in SPDX notation; `none` when the package names none. */
export function licenceOf({ name, licenses = [] }: LicensedPackage): string {
  const named = licenses.map(({ license, expression }) => expression ?? license?.id ?? license?.name);
  return named[0] ?? licencesInFiles[name] ?? 'none';
}

/** Whether a licence is allowed: of a choice one is enough, of several at once all have to be. */
export function isAllowed(licence: string): boolean {
  const choices = licence.replaceAll(/[()]/g, '').split(/ OR /i);
  return choices.some((choice) => choice.split(/ AND /i).every((one) => Object.hasOwn(allowedLicences, one)));
}
