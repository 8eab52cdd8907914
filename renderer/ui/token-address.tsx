import { Copy, Eye, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillError } from '#shared/contract/errors';
import { Button } from './button.tsx';
import { copyText } from './copy-text.ts';
import { errorLine } from './error-words.ts';
import { tellDone, tellProblem } from './toasts.tsx';

type Token =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly error: TillError };

interface TokenAddressProps {
  readonly label: string;
  /** Where another program asks this till, as it is to be typed there. */
  readonly address: string;
  /** What is said when the former token is good for nothing any more. */
  readonly renewed: string;
  readonly readToken: (renew: boolean) => Promise<Token>;
}

/** What another program needs to ask this till: an address, and a token that is shown when asked for. */
export function TokenAddress({ label, address, renewed, readToken }: TokenAddressProps) {
  const { t } = useTranslation();
  // Held here alone: a secret is not left standing on a page nobody looks at.
  const [token, setToken] = useState<string | null>(null);

  const show = async (renew: boolean) => {
    const answer = await readToken(renew);
    if (!answer.ok) return tellProblem(errorLine(t, answer.error));
    setToken(answer.token);
    if (renew) tellDone(renewed);
  };
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-6 gap-y-1">
      <dt className="text-sm font-medium text-soft">{label}</dt>
      <dd className="selectable font-mono text-sm wrap-anywhere">{address}</dd>
      <dt className="text-sm font-medium text-soft">{t('tokenAddress.token')}</dt>
      <dd className="flex min-h-11 flex-wrap items-center gap-2">
        {token === null ? (
          <Button icon={Eye} onClick={() => void show(false)}>
            {t('tokenAddress.show')}
          </Button>
        ) : (
          <>
            <code className="selectable font-mono text-sm wrap-anywhere">{token}</code>
            <Button
              icon={Copy}
              onClick={() => {
                if (copyText(token)) tellDone(t('common.copied'));
              }}
            >
              {t('tokenAddress.copy')}
            </Button>
            <Button icon={RefreshCw} onClick={() => void show(true)}>
              {t('tokenAddress.renew')}
            </Button>
          </>
        )}
      </dd>
    </dl>
  );
}
