import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardDesign } from '#shared/cards/card-design';
import { designIdOf, designTrouble } from '#shared/cards/printer-design';
import { usePrinters } from '../../card-printing/printers.ts';
import { Notice } from '../../ui/notice.tsx';
import { useCardDesigns } from './store.ts';

/** The card as it will be printed, in its true proportions, and where it will be printed. */
export function DesignPreview({ design }: { design: CardDesign }) {
  const { t } = useTranslation();
  const picture = useCardDesigns((state) => state.picture);
  const symbology = useCardDesigns((state) => state.symbology);
  const { sheet } = design;
  return (
    <>
      <div className="flex min-h-0 flex-1 items-center justify-center gap-6 rounded-2xl bg-sunken p-6">
        {picture && <CardPreview design={design} picture={picture} />}
        {picture && sheet && <SheetPreview design={design} sheet={sheet} picture={picture} />}
      </div>
      <p className="tabular pt-3 text-sm text-soft">
        {t('designs.facts', { width: design.widthMm, height: design.heightMm })}
        {symbology && ` · ${t(`designs.symbologies.${symbology}`)}`}
        {sheet && ` · ${t('designs.labelsAPage', { count: sheet.columns * sheet.rows })}`}
      </p>
      {symbology && symbology !== design.symbology && (
        <Notice
          title={t('designs.fallbackTitle', { symbology: t(`designs.symbologies.${symbology}`) })}
          className="mt-3"
        >
          {t('designs.fallback', { wanted: t(`designs.symbologies.${design.symbology}`) })}
        </Notice>
      )}
      <PrintersOfDesign design={design} />
    </>
  );
}

/** Holds something of these proportions, as large as there is room for it. */
function Proportioned({
  widthMm,
  heightMm,
  children,
}: {
  widthMm: number;
  heightMm: number;
  children: ReactNode;
}) {
  const proportion = widthMm / heightMm;
  return (
    <div className="flex h-full min-w-0 flex-1 items-center justify-center" style={{ containerType: 'size' }}>
      <div
        className="relative bg-[#fff] shadow-float"
        style={{ width: `min(100cqw, calc(100cqh * ${proportion}))`, aspectRatio: proportion }}
      >
        {children}
      </div>
    </div>
  );
}

/** One card, as large as there is room. */
function CardPreview({ design, picture }: { design: CardDesign; picture: string }) {
  const { t } = useTranslation();
  return (
    <Proportioned widthMm={design.widthMm} heightMm={design.heightMm}>
      <img
        src={picture}
        alt={t('designs.previewAlt', { design: t(`designs.names.${design.designId}`) })}
        className="size-full"
      />
    </Proportioned>
  );
}

/** A page with all its labels, small. */
function SheetPreview({
  design,
  sheet,
  picture,
}: {
  design: CardDesign;
  sheet: NonNullable<CardDesign['sheet']>;
  picture: string;
}) {
  const across = (mm: number) => `${(mm / sheet.pageWidthMm) * 100}%`;
  const down = (mm: number) => `${(mm / sheet.pageHeightMm) * 100}%`;
  const places = Array.from({ length: sheet.columns * sheet.rows }, (_, at) => ({
    column: at % sheet.columns,
    row: Math.floor(at / sheet.columns),
  }));
  return (
    <Proportioned widthMm={sheet.pageWidthMm} heightMm={sheet.pageHeightMm}>
      {places.map(({ column, row }) => (
        <img
          key={`${column} ${row}`}
          src={picture}
          alt=""
          className="absolute outline outline-[#d5d8d6]"
          style={{
            left: across(sheet.marginLeftMm + column * (design.widthMm + sheet.gapAcrossMm)),
            top: down(sheet.marginTopMm + row * (design.heightMm + sheet.gapDownMm)),
            width: across(design.widthMm),
            height: down(design.heightMm),
          }}
        />
      ))}
    </Proportioned>
  );
}

/** Which printers print it, and which of them cannot. */
function PrintersOfDesign({ design }: { design: CardDesign }) {
  const { t } = useTranslation();
  const printers = usePrinters((state) => state.printers) ?? [];
  const users = printers.filter(
    (printer) => printer.kind !== 'service' && designIdOf(printer) === design.designId,
  );
  const troubled = users.flatMap((printer) => {
    const trouble = designTrouble(printer, design);
    return trouble === null ? [] : [{ printer, trouble }];
  });
  return (
    <>
      <p className="pt-1 text-sm text-soft">
        {users.length === 0
          ? t('designs.noPrinter')
          : t('designs.printedBy', { printers: users.map(({ name }) => name).join(', ') })}
      </p>
      {troubled.map(({ printer, trouble }) => (
        <Notice
          key={printer.printerId}
          tone="warn"
          title={t('designs.cannotPrint', { printer: printer.name })}
          className="mt-3"
        >
          {t(`designs.trouble.${trouble}`)}
        </Notice>
      ))}
    </>
  );
}
