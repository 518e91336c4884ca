/** What the page did against its content security policy; imported first, so that nothing comes before it. */
export const violations: string[] = [];

document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
  violations.push(`${violatedDirective} ${blockedURI} ${sample}`),
);
