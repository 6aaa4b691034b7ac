/** The nonce that Go put into this load's page, for the <style> elements made at run time. */
export function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
}
