/** A heading of a Markdown text and what stands below it, as a field of an embed. */
export type Section = { readonly name: string; readonly value: string };

/** The heading that a line is, without its marks. */
function headingOf(line: string): string | undefined {
  const text = line.trimStart();
  return (text.startsWith('#') && text.replace(/^[#`*\s]+/, '').replace(/[#`*\s]+$/, '')) || undefined;
}

const blockOf = (lines: readonly string[]): string => {
  const text = lines.join('\n').trim();
  return text ? `\`\`\`md\n${text}\n\`\`\`` : '```\n```';
};

/** A Markdown text cut at its headings: what stands before the first of them, and a section for each. */
export function sectionsOf(markdown: string): { readonly description: string; readonly sections: readonly Section[] } {
  const before: string[] = [];
  const found: { name: string; lines: string[] }[] = [];
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    const name = headingOf(line);
    if (name === undefined) (found.at(-1)?.lines ?? before).push(line);
    else found.push({ name, lines: [] });
  }
  return {
    description: before.join('\n').trim(),
    sections: found.map(({ name, lines }) => ({ name, value: blockOf(lines) })),
  };
}
