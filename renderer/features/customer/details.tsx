import { CircleCheck, CircleX, StickyNote } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability } from '#shared/contract/values';
import { formatPhone } from '#shared/customer/format-phone';
import { displayLoyaltyId } from '#shared/customer/loyalty-id';
import type { Customer, CustomerAddress, CustomerConsent, CustomerContact } from '#shared/customer/model';
import { Switch } from '../../ui/switch.tsx';
import { formatDay, formatMoment, nameCountry } from '../../ui/format.ts';
import { CreditSection } from './credit-section.tsx';
import { unknownFields } from './known-fields.ts';
import { fact, Facts, Section } from './section.tsx';
import type { CustomerView } from './store.ts';

interface DetailsProps {
  readonly view: CustomerView;
  readonly capabilities: readonly Capability[];
  /** Codes of former cards, under the one of today. */
  readonly codeHistory: ReactNode;
  readonly onOpen: (customerUid: string) => void;
  readonly onTwoInvoices: (on: boolean) => void;
}

/** Everything the service knows of a customer, in the order a till needs it. */
export function Details({ view, capabilities, codeHistory, onOpen, onTwoInvoices }: DetailsProps) {
  const { t } = useTranslation();
  const { customer, parent, departments } = view;
  const offers = (capability: Capability) => capabilities.includes(capability);
  const place = [customer.postalCode, customer.city].filter(Boolean).join(' ');
  const further = unknownFields(customer);
  const hasEhf = customer.ehf?.enabled ?? customer.ehfEnabled ?? false;
  const isPerson = customer.customerType === 'PERSON';
  const contactPerson = [customer.firstname, customer.lastname].filter(Boolean).join(' ');

  return (
    <>
      {customer.internalNote && (
        <p className="mb-5 flex gap-3 rounded-xl bg-sunken px-4 py-3 whitespace-pre-wrap">
          <StickyNote aria-label={t('fields.internalNote')} size={20} className="mt-0.5 shrink-0 text-soft" />
          <span className="selectable min-w-0">{customer.internalNote}</span>
        </p>
      )}
      <div className="columns-1 gap-x-10 @4xl:columns-2 @6xl:columns-3">
        <Section title={t('customer.contact')}>
          <Facts
            facts={[
              fact(
                t('fields.mobile'),
                customer.mobile && <span className="text-lg">{formatPhone(customer.mobile)}</span>,
              ),
              fact(t('fields.email'), customer.email),
              fact(t('fields.address'), customer.address),
              fact(t('customer.place'), place),
              fact(t('fields.countryCode'), customer.countryCode && nameCountry(customer.countryCode)),
              !isPerson && fact(t('customer.person'), contactPerson),
              isPerson && fact(t('fields.companyName'), customer.companyName),
              fact(t('fields.vatNumber'), customer.vatNumber),
            ]}
          />
        </Section>
        <Section title={t('customer.membership')}>
          <Facts
            facts={[
              fact(
                t('fields.loyaltyId'),
                customer.loyaltyId ? (
                  displayLoyaltyId(customer.loyaltyId)
                ) : (
                  <span className="font-normal text-faint">{t('customer.noLoyaltyId')}</span>
                ),
              ),
              fact(t('fields.externalId'), customer.externalId),
              fact(
                t('fields.customerGroupUids'),
                customer.customerGroupUids?.length ? customer.customerGroupUids.join(', ') : '',
              ),
              fact(
                t('customer.defaultStore'),
                customer.defaultStore?.name ?? customer.defaultStore?.storeUid,
              ),
              fact(
                t('customer.accountManager'),
                customer.accountManager?.displayName ?? customer.accountManager?.tenantUserUid,
              ),
              fact(t('fields.origin'), customer.origin),
            ]}
          />
          {codeHistory}
        </Section>
        {Boolean(customer.consents?.length) && (
          <Section title={t('customer.consents')}>
            <ul>
              {customer.consents?.map((consent) => (
                <ConsentRow key={consent.consentUid} consent={consent} />
              ))}
            </ul>
          </Section>
        )}
        {(parent || departments.length > 0) && (
          <Section title={t('customer.company')}>
            <Facts
              facts={[
                parent && {
                  label: t('customer.parent'),
                  value: <CustomerLink name={parent.displayName} onOpen={() => onOpen(parent.customerUid)} />,
                },
                departments.length > 0 && {
                  label: t('customer.departments'),
                  value: departments.map((department) => (
                    <CustomerLink
                      key={department.customerUid}
                      name={department.displayName}
                      onOpen={() => onOpen(department.customerUid)}
                    />
                  )),
                },
              ]}
            />
          </Section>
        )}
        {Boolean(customer.addresses?.length) && (
          <Section title={t('customer.addresses')}>
            <ul>
              {customer.addresses?.map((address, index) => (
                <AddressRow key={address.customerAddressUid ?? index} address={address} />
              ))}
            </ul>
          </Section>
        )}
        {Boolean(customer.contacts?.length) && (
          <Section title={t('customer.contacts')}>
            <ul>
              {customer.contacts?.map((contact, index) => (
                <ContactRow key={contact.customerContactUid ?? index} contact={contact} />
              ))}
            </ul>
          </Section>
        )}
        <CreditSection customer={customer} canAskStore={offers('store-details')} />
        {(offers('extensions') || Boolean(customer.extensions?.length) || hasEhf) && (
          <Section title={t('customer.invoicing')}>
            {offers('extensions') && (
              <Switch
                label={t('customer.twoInvoices')}
                detail={t('customer.twoInvoicesDetail')}
                checked={hasExtension(customer, 'TWO_INVOICE')}
                onChange={onTwoInvoices}
                className="border-b border-line/60"
              />
            )}
            <Facts
              facts={[
                fact(
                  t('customer.ehf'),
                  hasEhf && t('customer.ehfOn', { address: customer.ehf?.address ?? '' }),
                ),
                ...(customer.extensions ?? [])
                  .filter(({ extensionCode }) => extensionCode !== 'TWO_INVOICE' || !offers('extensions'))
                  .map(({ extensionCode, organizationUid }) =>
                    fact(extensionCode, organizationUid || t('customer.extensionOn')),
                  ),
              ]}
            />
          </Section>
        )}
        <Section title={t('customer.record')}>
          <Facts
            facts={[
              fact(t('fields.ledgerNumber'), customer.ledgerNumber),
              fact(t('fields.pricelistUid'), customer.pricelistUid),
              fact(t('customer.createdAt'), customer.createdAt && formatMoment(customer.createdAt)),
              fact(
                t('customer.lastModifiedAt'),
                customer.lastModifiedAt && formatMoment(customer.lastModifiedAt),
              ),
              fact(
                t('customer.uid'),
                <span className="text-sm font-normal break-all">{customer.customerUid}</span>,
              ),
            ]}
          />
        </Section>
        {further.length > 0 && (
          <Section title={t('customer.further')}>
            <Facts facts={further.map(({ name, text }) => ({ label: name, value: text }))} />
          </Section>
        )}
      </div>
    </>
  );
}

function hasExtension(customer: Customer, code: string): boolean {
  return customer.extensions?.some(({ extensionCode }) => extensionCode === code) ?? false;
}

function CustomerLink({ name, onOpen }: { name: string; onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      className="-my-2 flex min-h-11 items-center text-left font-medium text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
    >
      {name}
    </button>
  );
}

function ConsentRow({ consent }: { consent: CustomerConsent }) {
  const { t } = useTranslation();
  const Icon = consent.status ? CircleCheck : CircleX;
  const source = [consent.source, consent.createdAt && formatDay(consent.createdAt)].filter(Boolean);
  return (
    <li className="flex items-start gap-3 border-b border-line/60 py-2 last:border-b-0">
      <Icon
        aria-hidden="true"
        size={20}
        className={consent.status ? 'mt-0.5 shrink-0 text-accent' : 'mt-0.5 shrink-0 text-faint'}
      />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{consent.name ?? consent.consentUid}</span>
        <span className="block text-sm text-soft">
          {[consent.status ? t('customer.consentGiven') : t('customer.consentRefused'), ...source].join(
            ' · ',
          )}
        </span>
      </span>
    </li>
  );
}

function AddressRow({ address }: { address: CustomerAddress }) {
  const { t } = useTranslation();
  const kind =
    address.type === 'DELIVERY_ADDRESS' || address.type === 'INVOICE_ADDRESS'
      ? t(`customer.addressType.${address.type}`)
      : (address.type ?? t('fields.address'));
  const name =
    address.companyName ||
    [address.firstname, address.lastname].filter(Boolean).join(' ') ||
    address.displayName;
  const lines = [
    name,
    address.address,
    [address.postalCode, address.city, address.countryCode].filter(Boolean).join(' '),
    [address.phone && formatPhone(address.phone), address.email].filter(Boolean).join(' · '),
  ];
  return (
    <li className="flex gap-4 border-b border-line/60 py-2 last:border-b-0">
      <span className="w-34 shrink-0 text-sm leading-6 text-soft">{kind}</span>
      <span className="selectable min-w-0 flex-1 break-words">
        {lines.filter(Boolean).map((line, index) => (
          <span key={line} className={index === 0 ? 'block font-medium' : 'tabular block text-sm text-soft'}>
            {line}
          </span>
        ))}
      </span>
    </li>
  );
}

function ContactRow({ contact }: { contact: CustomerContact }) {
  const { t } = useTranslation();
  const name = [contact.firstname, contact.lastname].filter(Boolean).join(' ') || contact.displayName;
  const reach = [contact.mobile && formatPhone(contact.mobile), contact.email].filter(Boolean).join(' · ');
  const role =
    contact.role === 'ADMIN' || contact.role === 'PURCHASER' || contact.role === 'ACCOUNTING'
      ? t(`customer.contactRole.${contact.role}`)
      : '';
  return (
    <li className="border-b border-line/60 py-2 last:border-b-0">
      <span className="flex items-baseline justify-between gap-3">
        <span className="selectable min-w-0 font-medium break-words">{name ?? '—'}</span>
        {role && <span className="shrink-0 text-sm text-soft">{role}</span>}
      </span>
      {reach && <span className="selectable tabular block text-sm break-words text-soft">{reach}</span>}
    </li>
  );
}
