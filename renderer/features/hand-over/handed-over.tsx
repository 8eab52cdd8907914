import { useTranslation } from 'react-i18next';
import { sampleValues } from '#shared/hand-over/fields';
import type { HandOverSettings } from '#shared/contract/hand-over';
import { handedOverBy, type HandedOver, type HandOverWay } from '#shared/hand-over/settings';
import { Kbd } from '../../ui/kbd.tsx';

/** Exactly what leaves the till by one way, made by the same code that hands over. */
export function HandedOverPreview({ settings, way }: { settings: HandOverSettings; way: HandOverWay }) {
  const { t } = useTranslation();
  const handedOver = handedOverBy(settings, way, sampleValues);
  if (handedOver === undefined) return null;
  return (
    <figure className="min-w-0">
      <figcaption className="pb-1 text-sm font-medium text-soft">{t('handOver.exactly')}</figcaption>
      <div className="selectable flex min-h-11 flex-wrap items-center gap-2 rounded-lg bg-sunken px-3 py-2">
        <pre className="min-w-0 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
          {textOf(handedOver)}
        </pre>
        {handedOver.way === 'keys' && handedOver.end !== 'none' && (
          <Kbd keys={t(`handOver.ends.${handedOver.end}`)} />
        )}
      </div>
    </figure>
  );
}

function textOf(handedOver: HandedOver): string {
  switch (handedOver.way) {
    case 'url': {
      const { method, url, body } = handedOver.call;
      return [`${method} ${url}`, ...(body === undefined ? [] : [body])].join('\n');
    }
    case 'counter':
      return JSON.stringify({ customer: handedOver.customer }, null, 2);
    default:
      return handedOver.text;
  }
}
