// Runs before the page's own scripts: notes every violation of the content security policy.
window.__violations = [];
document.addEventListener("securitypolicyviolation", e => window.__violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
