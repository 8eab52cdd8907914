import { describe, expect, it } from 'vitest';
import { designIds, type CardDesign, type DesignId } from '#shared/cards/card-design';
import type { Core } from '../../../electron/core/core.ts';
import { shippedDesign } from '../../../electron/core/cards/card-designs.ts';
import { greySquare } from '../cards/make-png.ts';
import { openCore } from './open-core.ts';

async function designsOf(core: Core) {
  const answer = await core.call('cards.designs', {});
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.designs;
}

const asQr = (designId: DesignId): CardDesign => ({ ...shippedDesign(designId), symbology: 'qrcode' });

describe('the shop’s designs', () => {
  it('are the shipped ones until it has its own, and again after a reset', async () => {
    const { core } = await openCore();
    const shipped = designIds.map((designId) => ({ design: shippedDesign(designId), isOwn: false }));
    expect(await designsOf(core)).toEqual(shipped);
    expect(await core.call('cards.saveDesign', { design: asQr('label') })).toEqual({
      ok: true,
      design: asQr('label'),
    });
    expect((await designsOf(core)).filter(({ isOwn }) => isOwn)).toEqual([
      { design: asQr('label'), isOwn: true },
    ]);
    expect(await core.call('cards.resetDesign', { designId: 'label' })).toEqual({
      ok: true,
      design: shippedDesign('label'),
    });
    expect(await designsOf(core)).toEqual(shipped);
  });

  it('are what cards are drawn by, and the answer says what carries the id', async () => {
    const { core } = await openCore();
    await core.call('customers.create', {
      customer: {
        customerUid: 'c-bjorn',
        customerType: 'PERSON',
        firstname: 'Bjørn',
        lastname: 'Åse',
        countryCode: 'NO',
        mobile: '900 12 345',
        email: 'bjorn@example.no',
      },
    });
    const render = async (designId?: DesignId) => {
      const card = await core.call('cards.render', {
        customerUid: 'c-bjorn',
        format: 'zpl',
        ...(designId !== undefined && { designId }),
      });
      return card.ok ? card.symbology : card.error;
    };
    expect(await render()).toBe('code128');
    await core.call('cards.saveDesign', { design: asQr('label') });
    expect([await render(), await render('label'), await render('sheet')]).toEqual([
      'qrcode',
      'qrcode',
      'code128',
    ]);
  });

  it('that would not print are not kept, and the answer says what is wrong with which field', async () => {
    const { core } = await openCore();
    const wrong = { ...shippedDesign('card'), colour: 'red', widthMm: 80 };
    for (const operation of ['cards.saveDesign', 'cards.previewDesign'] as const)
      expect(await core.call(operation, { design: wrong })).toMatchObject({
        ok: false,
        error: {
          code: 'card.design-invalid',
          issues: expect.arrayContaining([
            { field: 'colour', code: expect.any(String), message: expect.any(String) },
          ]),
        },
      });
    expect((await designsOf(core)).some(({ isOwn }) => isOwn)).toBe(false);
  });

  it('take no logo that some device could not read', async () => {
    const { core } = await openCore();
    const whole = greySquare(20);
    const damaged = whole.replace(/.(?=.{60}$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    const save = (logo: string) =>
      core.call('cards.saveDesign', { design: { ...shippedDesign('card'), logo } });
    expect(await save(damaged)).toMatchObject({ ok: false, error: { issues: [{ field: 'logo' }] } });
    expect(await save(whole)).toMatchObject({ ok: true });
  });
});

it('a preview shows the design with the shop’s name, and saves nothing', async () => {
  const { core } = await openCore();
  const preview = async (design: CardDesign) => {
    const answer = await core.call('cards.previewDesign', { design });
    if (!answer.ok) throw new Error(answer.error.message);
    return answer;
  };
  const before = await preview(shippedDesign('card'));
  expect(before.svg).toMatch(/^<svg [^>]*width="85.6mm" height="54mm"/);
  expect(before.symbology).toBe('code128');
  expect((await preview({ ...shippedDesign('card'), symbology: 'ean13' })).symbology).toBe('ean13');
  await core.call('settings.set', { changes: { shopName: 'Nordlys Sport' } });
  expect((await preview(shippedDesign('card'))).svg).not.toBe(before.svg);
  expect((await preview({ ...shippedDesign('card'), colour: '#880000' })).svg).toContain('#880000');
  expect((await designsOf(core)).some(({ isOwn }) => isOwn)).toBe(false);
});
