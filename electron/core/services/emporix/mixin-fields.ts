import type { Connection } from '#shared/contract/values';
import type { CustomerField } from '#shared/sync/customer-field';

/** Fields that Emporix has no place for and a tenant may keep in a mixin of its own. */
export type MixinField = Extract<CustomerField, 'loyaltyId' | 'externalId'>;

/** Where in a customer's `mixins` a field lies. */
export interface MixinPlace {
  readonly mixin: string;
  readonly name: string;
}

export type MixinPlaces = Readonly<Partial<Record<MixinField, MixinPlace>>>;

/** From the connection's notation, `membership.cardNumber`. */
export function mixinPlacesOf({ mixins }: Pick<Connection, 'mixins'>): MixinPlaces {
  const places: { [Field in MixinField]?: MixinPlace } = {};
  for (const field of ['loyaltyId', 'externalId'] as const) {
    const [mixin, name] = mixins?.[field]?.split('.') ?? [];
    if (mixin !== undefined && name !== undefined) places[field] = { mixin, name };
  }
  return places;
}

export function placesIn(places: MixinPlaces): [MixinField, MixinPlace][] {
  return Object.entries(places) as [MixinField, MixinPlace][];
}
