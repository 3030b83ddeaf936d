/** Holdfast's mark: an anchor's ring and shank held inside a shield. The same drawing as app/icon.svg. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M16 1.5 29 6v10.2c0 7.2-5.2 12.2-13 14.3C8.2 28.4 3 23.4 3 16.2V6Z" fill="#0b6e69" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="16" cy="9.2" r="2.5" />
        <path d="M16 11.7V24M11.5 15h9M8.8 18.5c.6 3.4 3.4 5.5 7.2 5.5s6.6-2.1 7.2-5.5" />
      </g>
    </svg>
  );
}
