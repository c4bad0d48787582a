/** Language ids of the documents that Looppool reads; `.vue` files and notebooks are not covered. */
export const languages: readonly string[] = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];
