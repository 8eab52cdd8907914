/**
 * The `Exec` line of a desktop entry for a command, by the specification of freedesktop.org: arguments in double
 * quotes, with what a shell would read escaped once for the quotes and once for the file; `%` begins a field code.
 */
export function execLine(command: readonly string[]): string {
  return command
    .map((argument) => (/^[\w@+=:,./-]+$/.test(argument) ? argument : quote(argument)))
    .join(' ')
    .replaceAll('%', '%%');
}

function quote(argument: string): string {
  const inQuotes = argument.replaceAll(/["`$\\]/g, String.raw`\$&`);
  return `"${inQuotes.replaceAll('\\', '\\\\')}"`;
}

/** A desktop entry of the till: what a Linux desktop starts, and by which command. */
export function desktopEntry(exec: string, ...lines: readonly string[]): string {
  return ['[Desktop Entry]', 'Type=Application', 'Name=Tillbook', `Exec=${exec}`, ...lines, ''].join('\n');
}
