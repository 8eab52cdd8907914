import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { OperationAnswer, OperationInput } from '#shared/contract/operations';
import type { Connection } from '#shared/contract/values';
import { till } from '../../bridge/till.ts';

/** The form as typed. The secret goes to the core once and is never read back. */
export interface ConnectForm {
  readonly service: Connection['service'];
  readonly url: string;
  readonly tenant: string;
  readonly store: string;
  readonly till: string;
  readonly practice: boolean;
  readonly token: string;
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
}

/** Why its sign-in could not be tried, and how far the till's clock is off. */
type Tried = Pick<
  Extract<OperationAnswer<'connection.set'>, { readonly ok: true }>,
  'untried' | 'clockAheadMs'
>;

export const usualUrls: Record<Connection['service'], string> = {
  'flow-retail': 'https://api.flowretail.com/v2',
  emporix: 'https://api.emporix.io',
};

const emptyForm: ConnectForm = {
  service: 'flow-retail',
  url: usualUrls['flow-retail'],
  tenant: '',
  store: '',
  till: '',
  practice: false,
  token: '',
  clientId: '',
  clientSecret: '',
  loyaltyMixin: '',
  externalIdMixin: '',
};

export const useConnect = create<ConnectState>(() => ({
  form: emptyForm,
  connecting: false,
  error: null,
  connected: null,
}));

/** Shows the present connection; its secret stays where it is. */
export async function loadConnection(): Promise<void> {
  const answer = await till.connection.get({});
  if (!answer.ok || !answer.connection) return;
  const { store = '', till: number = '', mixins, ...connection } = answer.connection;
  const places = { loyaltyMixin: mixins?.loyaltyId ?? '', externalIdMixin: mixins?.externalId ?? '' };
  useConnect.setState({
    form: { ...emptyForm, ...connection, ...places, store, till: number },
    error: null,
    connected: null,
  });
}

export function changeForm(change: Partial<ConnectForm>): void {
  useConnect.setState(({ form }) => ({ form: { ...form, ...change } }));
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
 * @returns whether the service took the sign-in
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
    form: answer.ok ? { ...typed, token: '', clientSecret: '' } : typed,
  }));
  return answer.ok && answer.untried === null;
}

function requestOf(form: ConnectForm): OperationInput<'connection.set'> {
  const { service, practice } = form;
  return {
    connection: {
      service,
      practice,
      url: form.url.trim(),
      tenant: form.tenant.trim(),
      ...(form.store.trim() && { store: form.store.trim() }),
      ...(form.till.trim() && { till: form.till.trim() }),
      ...mixinsOf(form),
    },
    secret:
      service === 'flow-retail'
        ? { kind: 'token', token: form.token.trim() }
        : {
            kind: 'client-credentials',
            clientId: form.clientId.trim(),
            clientSecret: form.clientSecret.trim(),
          },
  };
}

function mixinsOf(form: ConnectForm): Pick<Connection, 'mixins'> {
  if (form.service !== 'emporix') return {};
  const loyaltyId = form.loyaltyMixin.trim();
  const externalId = form.externalIdMixin.trim();
  if (loyaltyId === '' && externalId === '') return {};
  return { mixins: { ...(loyaltyId && { loyaltyId }), ...(externalId && { externalId }) } };
}
