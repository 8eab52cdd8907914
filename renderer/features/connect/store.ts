import type { TillError } from '#shared/contract/errors';
import type { OperationAnswer, OperationInput } from '#shared/contract/operations';
import type { Connection, KnownStore } from '#shared/contract/values';
import { createPrivate } from '../../bridge/private-store.ts';
import { till } from '../../bridge/till.ts';

/** The form as typed. The secret goes to the core once and is never read back. */
export interface ConnectForm {
  readonly service: Connection['service'];
  readonly url: string;
  readonly tenant: string;
  readonly practice: boolean;
  /** At Flow Retail: the till signs in as a device that is registered there, not with a token it is given. */
  readonly device: boolean;
  readonly token: string;
  readonly signInUrl: string;
  readonly registrationCode: string;
  readonly user: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where an Emporix tenant keeps what its service has no field for, as `mixin.field`; empty: nowhere. */
  readonly loyaltyMixin: string;
  readonly externalIdMixin: string;
}

interface ConnectState {
  readonly form: ConnectForm;
  readonly connecting: boolean;
  readonly error: TillError | null;
  /** What came of the last connection that was saved; null before. */
  readonly connected: Tried | null;
  /** The connection this till has. */
  readonly connection: Connection | null;
}

/** Why its sign-in could not be tried, how far the till's clock is off, and the shops its customers belong to. */
type Tried = Pick<
  Extract<OperationAnswer<'connection.set'>, { readonly ok: true }>,
  'untried' | 'clockAheadMs' | 'stores'
>;

export const usualUrls: Record<Connection['service'], string> = {
  'flow-retail': 'https://api.flowretail.com/v2',
  emporix: 'https://api.emporix.io',
};

const emptyForm: ConnectForm = {
  service: 'flow-retail',
  url: usualUrls['flow-retail'],
  tenant: '',
  practice: false,
  device: false,
  token: '',
  signInUrl: '',
  registrationCode: '',
  user: '',
  password: '',
  clientId: '',
  clientSecret: '',
  loyaltyMixin: '',
  externalIdMixin: '',
};

export const useConnect = createPrivate<ConnectState>(() => ({
  form: emptyForm,
  connecting: false,
  error: null,
  connected: null,
  connection: null,
}));

/** Shows the present connection; its secret stays where it is. */
export async function loadConnection(): Promise<void> {
  const answer = await till.connection.get({});
  if (!answer.ok || !answer.connection) return;
  const { service, url, signInUrl, tenant, practice, mixins } = answer.connection;
  const asDevice = signInUrl === undefined ? {} : { device: true, signInUrl };
  const mixinPlaces = { loyaltyMixin: mixins?.loyaltyId ?? '', externalIdMixin: mixins?.externalId ?? '' };
  useConnect.setState({
    form: { ...emptyForm, service, url, tenant, practice, ...asDevice, ...mixinPlaces },
    error: null,
    connected: null,
    connection: answer.connection,
  });
}

export function changeForm(change: Partial<ConnectForm>): void {
  useConnect.setState(({ form }) => ({ form: { ...form, ...change } }));
}

/** Takes an address as it is found: out of a document it may go on to the tenant, and have no scheme. */
export function tidyUrl(): void {
  const { url, tenant } = useConnect.getState().form;
  const [, base = url.trim(), found = tenant] = /^(.+)\/tenants\/([^/?#\s]+)/.exec(url.trim()) ?? [];
  const hasScheme = base === '' || base.includes('://');
  changeForm({ url: hasScheme ? base : `https://${base}`, tenant: found });
}

/** A token as it is copied: in quotes, behind the word it has in a header, or broken into lines. */
function tidyToken(typed: string): string {
  return typed
    .trim()
    .replace(/^["“](.*)["”]$/s, '$1')
    .replace(/^bearer\s+/i, '')
    .replaceAll(/\s+/g, '');
}

/** The other service signs in its own way and lives at its own address. */
export function changeService(service: Connection['service']): void {
  const { form } = useConnect.getState();
  const untouched = form.url === '' || Object.values(usualUrls).includes(form.url);
  changeForm({ service, url: untouched ? usualUrls[service] : form.url });
}

/**
 * Connects the till; on failure everything typed stays.
 *
 * @returns whether the service took the sign-in, and there is nothing to say about it
 */
export async function connect(): Promise<boolean> {
  const { form, connecting } = useConnect.getState();
  if (connecting) return false;
  useConnect.setState({ connecting: true, error: null, connected: null });
  const answer = await till.connection.set(requestOf(form));
  useConnect.setState(({ form: typed }) => ({
    connecting: false,
    error: answer.ok ? null : answer.error,
    connected: answer.ok ? answer : null,
    ...(answer.ok && { connection: answer.connection }),
    form: answer.ok ? { ...typed, token: '', registrationCode: '', password: '', clientSecret: '' } : typed,
  }));
  return answer.ok && answer.untried === null && answer.clockAheadMs === null;
}

/** Says which shop and which till of it this is. @returns what stands against it, if anything */
export async function setPlace(place: OperationInput<'connection.setPlace'>): Promise<TillError | null> {
  const answer = await till.connection.setPlace(place);
  if (answer.ok) useConnect.setState({ connection: answer.connection });
  return answer.ok ? null : answer.error;
}

/** The shops there are to choose from: those the service's customers `named`, else those of customers on this till. */
export async function loadStores(named: readonly KnownStore[]): Promise<readonly KnownStore[]> {
  if (named.length > 0) return named;
  const answer = await till.customers.filters({});
  return answer.ok ? answer.stores : [];
}

function requestOf(form: ConnectForm): OperationInput<'connection.set'> {
  const { service, practice } = form;
  const { store, till: number } = useConnect.getState().connection ?? {};
  return {
    connection: {
      service,
      practice,
      url: form.url.trim(),
      tenant: form.tenant.trim(),
      ...(store !== undefined && { store }),
      ...(number !== undefined && { till: number }),
      ...(isDevice(form) && { signInUrl: form.signInUrl.trim() }),
      ...mixinsOf(form),
    },
    secret: secretOf(form),
  };
}

/** Whether the till is to sign in as a registered device; Flow Retail knows that. */
export function isDevice({ service, device }: Pick<ConnectForm, 'service' | 'device'>): boolean {
  return service === 'flow-retail' && device;
}

function secretOf(form: ConnectForm): OperationInput<'connection.set'>['secret'] {
  if (form.service === 'emporix') {
    const { clientId, clientSecret } = form;
    return { kind: 'client-credentials', clientId: clientId.trim(), clientSecret: clientSecret.trim() };
  }
  if (!isDevice(form)) return { kind: 'token', token: tidyToken(form.token) };
  const { registrationCode, user, password } = form;
  return { kind: 'device', registrationCode: registrationCode.trim(), user: user.trim(), password };
}

function mixinsOf(form: ConnectForm): Pick<Connection, 'mixins'> {
  if (form.service !== 'emporix') return {};
  const loyaltyId = form.loyaltyMixin.trim();
  const externalId = form.externalIdMixin.trim();
  if (loyaltyId === '' && externalId === '') return {};
  return { mixins: { ...(loyaltyId && { loyaltyId }), ...(externalId && { externalId }) } };
}
