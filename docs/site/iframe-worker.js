/* Search works in a Worker, which browsers refuse to a page that is opened as a file. There, a
   hidden frame does the same work: it has postMessage and importScripts as a Worker has. */
if (location.protocol === "file:") {
  window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      this.waiting = [];
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = frame.contentWindow, page = frame.contentDocument;
      const load = (source) => new Promise((loaded, failed) => {
        const script = page.createElement("script");
        Object.assign(script, { src: source, async: false, onload: loaded, onerror: failed });
        page.body.append(script);
      });
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      inside.importScripts = (...sources) => Promise.all(sources.map(load));
      load(new URL(url, document.baseURI).href).then(() => {
        this.inside = inside;
        this.waiting.splice(0).forEach((data) => this.postMessage(data));
      });
    }
    postMessage(data) {
      if (this.inside) this.inside.dispatchEvent(new MessageEvent("message", { data }));
      else this.waiting.push(data);
    }
    terminate() {}
  };
  window.Worker = window.IFrameWorker;
}
