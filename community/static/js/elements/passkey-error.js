/* Shows its text when a passkey fails: allauth's scripts say so in the event "allauth.error" and nowhere else.

   <passkey-error class="notice notice--error" role="alert" hidden>The key did not answer.</passkey-error> */

class PasskeyError extends HTMLElement {
  connectedCallback() {
    this.show = () => { this.hidden = true; requestAnimationFrame(() => { this.hidden = false; this.scrollIntoView({ block: "nearest" }); }); };
    document.addEventListener("allauth.error", this.show);
  }

  disconnectedCallback() {
    document.removeEventListener("allauth.error", this.show);
  }
}

customElements.define("passkey-error", PasskeyError);
