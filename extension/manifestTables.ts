/** The README's tables of commands and settings, made from package.json. */

export interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
}

/** What is read of package.json. */
export interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
  };
}

export function commandTable({ contributes }: Manifest): string {
  const rows = contributes.commands.map(({ command, title, category }) => `| ${category}: ${title} | \`${command}\` |`);
  return ['| command | id |', '|---|---|', ...rows].join('\n');
}

export function settingTables({ contributes }: Manifest): string {
  return contributes.configuration
    .map(({ title, properties }) => {
      const rows = Object.entries(properties).map(
        ([name, setting]) => `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${describe(setting)} |`,
      );
      return [`**${title}**`, '', '| setting | default | what it does |', '|---|---|---|', ...rows].join('\n');
    })
    .join('\n\n');
}

function describe({ markdownDescription, enum: values, enumDescriptions }: Setting): string {
  const choices = values?.map((value, i) => `\`${value}\`${enumDescriptions ? `: ${enumDescriptions[i] ?? ''}` : ''}`);
  const text = choices ? `${markdownDescription} ${choices.join(enumDescriptions ? ' ' : ', ')}` : markdownDescription;
  return text.replaceAll('|', '\\|');
}
