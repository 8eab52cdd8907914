/** The sign of the till: a book with a ribbon of lines. */
export function Mark({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M9.500 8.500A1.500 1.500 0 0 1 11 7h11.500v18H11a1.500 1.500 0 0 1-1.500-1.500z"
        className="fill-on-accent"
      />
      <path
        d="M9.500 23a1.700 1.700 0 0 1 1.700-1.600h11.300M13.500 11.200h5.500M13.500 14.800h3.500"
        className="fill-none stroke-accent"
        strokeWidth="1.700"
        strokeLinecap="round"
      />
    </svg>
  );
}
