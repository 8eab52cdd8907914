import { useTranslation } from 'react-i18next';
import { roles, type Role } from '#shared/contract/permissions';
import { Choice } from '../../ui/choice.tsx';

interface RoleChoiceProps {
  readonly label: string;
  readonly role: Role;
  readonly onChange: (role: Role) => void;
}

/** What somebody may do here. */
export function RoleChoice({ label, role, onChange }: RoleChoiceProps) {
  const { t } = useTranslation();
  return (
    <Choice
      label={label}
      value={role}
      onChange={onChange}
      options={roles.map((value) => ({ value, label: t(`session.roles.${value}`) }))}
    />
  );
}
