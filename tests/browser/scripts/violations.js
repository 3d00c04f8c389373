/**
 * Notes what the policy forbids. Streamlit's protobuf library tries `eval` and WebAssembly, and goes on without them:
 * that much is refused.
 */
window.violations = []
document.addEventListener("securitypolicyviolation", (event) =>
  /^(wasm-)?eval$/.test(event.blockedURI) && /js.protobuf[.]/.test(event.sourceFile) ||
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile} ${event.sample}`))
