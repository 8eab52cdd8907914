import { listCountries } from '#shared/customer/country';

const nearby = ['NO', 'SE', 'DK', 'FI', 'IS', 'DE', 'GB'];

/** Countries to choose from: the neighbours first, then all others by name. */
export const countryOptions: readonly { readonly value: string; readonly label: string }[] = listCountries(
  'en',
)
  .map(({ code, name }) => ({ value: code, label: name }))
  .sort((a, b) => rankOf(a.value) - rankOf(b.value));

function rankOf(code: string): number {
  const at = nearby.indexOf(code);
  return at === -1 ? nearby.length : at;
}
