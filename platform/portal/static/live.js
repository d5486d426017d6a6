// A part of a page that renews itself: it asks the server for the same part, drawn anew, and says what changed.
// Nothing here decides anything; without it the page reloads itself or is reloaded by hand.
class LivePart extends HTMLElement {
  connectedCallback() {
    this.body = this.querySelector("[data-live]");
    this.speaker = this.querySelector("[role=status]");
    this.plan();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  plan() {
    if (this.body && this.body.dataset.live === "on") {
      this.timer = setTimeout(() => this.renew(), Number(this.getAttribute("every")) || 1000);
    }
  }

  async renew() {
    if (document.hidden) return this.plan();
    try {
      const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "text/html" } });
      if (answer.redirected || answer.status >= 400) return location.reload();
      const box = document.createElement("template");
      box.innerHTML = await answer.text();
      const fresh = box.content.querySelector("[data-live]");
      if (!fresh) return location.reload();
      const said = this.body.dataset.sentence;
      if (fresh.outerHTML !== this.body.outerHTML) {
        this.swap(fresh);
      }
      if (fresh.dataset.sentence !== said) this.speaker.textContent = fresh.dataset.sentence;
    } catch {
      this.speaker.textContent = "The page cannot reach the service; it keeps trying.";
    }
    this.plan();
  }

  // What the person had opened or stood on stays as it was.
  swap(fresh) {
    const focused = this.body.contains(document.activeElement) ? document.activeElement.id : "";
    const opened = [...this.body.querySelectorAll("details[open][id]")].map((part) => part.id);
    const hidden = [...this.body.querySelectorAll("[data-family]:not(:checked)")].map((box) => box.id);
    this.body.replaceWith(fresh);
    this.body = fresh;
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    for (const id of hidden) document.getElementById(id)?.click();
    if (focused) document.getElementById(focused)?.focus();
  }
}
customElements.define("live-part", LivePart);

// A button that puts a text on the clipboard; it exists only where it can work.
class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    const button = this.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "btn btn-outline-dark";
    button.textContent = this.getAttribute("label");
    const said = this.appendChild(document.createElement("span"));
    said.className = "small quiet";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      try {
        const answer = await fetch(this.getAttribute("src"));
        if (!answer.ok) throw new Error();
        await navigator.clipboard.writeText(await answer.text());
        said.textContent = " Copied.";
      } catch {
        said.textContent = " Copying did not work; download the text instead.";
      }
    });
  }
}
customElements.define("copy-text", CopyText);
