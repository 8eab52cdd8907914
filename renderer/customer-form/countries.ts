import { namedCountries } from '../ui/format.ts';

const nearby = ['NO', 'SE', 'DK', 'FI', 'IS', 'DE', 'GB'];

/** Countries to choose from: the neighbours first, then all others by name. */
export function countryOptions(): readonly { readonly value: string; readonly label: string }[] {
  return namedCountries()
    .map(({ code, name }) => ({ value: code, label: name }))
    .sort((a, b) => rankOf(a.value) - rankOf(b.value));
}

function rankOf(code: string): number {
  const at = nearby.indexOf(code);
  return at === -1 ? nearby.length : at;
}
