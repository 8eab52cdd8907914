import { create } from 'zustand';
import type { TillError } from '#shared/contract/errors';
import type { OperationInput } from '#shared/contract/operations';
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
  readonly secretKind: 'token' | 'client-credentials';
  readonly token: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface ConnectState {
  readonly form: ConnectForm;
  readonly connecting: boolean;
  readonly error: TillError | null;
}

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
  secretKind: 'token',
  token: '',
  clientId: '',
  clientSecret: '',
};

export const useConnect = create<ConnectState>(() => ({ form: emptyForm, connecting: false, error: null }));

/** Shows the present connection; its secret stays where it is. */
export async function loadConnection(): Promise<void> {
  const answer = await till.connection.get({});
  if (!answer.ok || !answer.connection) return;
  const { store = '', till: number = '', ...connection } = answer.connection;
  useConnect.setState({ form: { ...emptyForm, ...connection, store, till: number }, error: null });
}

export function changeForm(change: Partial<ConnectForm>): void {
  useConnect.setState(({ form }) => ({ form: { ...form, ...change } }));
}

/** The other service signs in its own way and lives at its own address. */
export function changeService(service: Connection['service']): void {
  const { form } = useConnect.getState();
  const untouched = form.url === '' || Object.values(usualUrls).includes(form.url);
  changeForm({
    service,
    url: untouched ? usualUrls[service] : form.url,
    secretKind: service === 'emporix' ? 'client-credentials' : 'token',
  });
}

/** Connects the till; on failure everything typed stays. */
export async function connect(): Promise<boolean> {
  const { form, connecting } = useConnect.getState();
  if (connecting) return false;
  useConnect.setState({ connecting: true, error: null });
  const answer = await till.connection.set(requestOf(form));
  useConnect.setState(({ form: typed }) => ({
    connecting: false,
    error: answer.ok ? null : answer.error,
    form: answer.ok ? { ...typed, token: '', clientSecret: '' } : typed,
  }));
  return answer.ok;
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
    },
    secret:
      form.secretKind === 'token'
        ? { kind: 'token', token: form.token.trim() }
        : {
            kind: 'client-credentials',
            clientId: form.clientId.trim(),
            clientSecret: form.clientSecret.trim(),
          },
  };
}
