/** The nonce that the server has put into this page and allows styles and scripts with. */
export function pageNonce(): string | undefined {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce || meta?.getAttribute("nonce") || undefined;
}

/**
 * Gives every style element that scripts of this page make the page's nonce. The component library hands its nonce on,
 * except where it locks scrolling under a drawer or measures a scrollbar; the policy would refuse just those.
 */
export function nonceForStyles(nonce: string | undefined): void {
  if (!nonce) return;
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
