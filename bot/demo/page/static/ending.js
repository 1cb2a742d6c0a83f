// A log stays at its end when it was there: whatever arrives, grows, or takes room from it.

const NEAR = 60; // pixels from the end that still count as the end

export class Ending {
  constructor(log) {
    this.log = log;
    this.held = true; // the reader is at the end, or has not scrolled away from it
    this.was = 0;
    log.addEventListener("scroll", () => this.scrolled(), { passive: true });
    log.addEventListener("settle", () => this.keep());
    new ResizeObserver(() => this.keep()).observe(log);
    log.addEventListener("load", () => this.keep(), true); // a picture without its size
  }

  // Only who scrolls up leaves the end: a shorter log moves by itself.
  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    if (scrollHeight - scrollTop - clientHeight < NEAR) this.held = true;
    else if (scrollTop < this.was) this.held = false;
    this.was = scrollTop;
  }

  keep() {
    if (this.held && this.log.clientHeight) this.go();
  }

  // What is longer than the log shows how it begins, unless the larger part of its picture is in sight
  // from its end: its buttons do not push its picture away, nor its picture the last of them.
  below() {
    const last = [...this.log.querySelectorAll(".message:not(.burning)")].at(-1);
    if (!last) return;
    const top = this.log.getBoundingClientRect().top;
    const picture = last.querySelector(".picture")?.getBoundingClientRect();
    if (picture && picture.bottom - top > picture.height / 2) return;
    const over = top - last.getBoundingClientRect().top;
    if (over > 0) this.log.scrollTop -= over;
  }

  go() {
    this.held = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.below();
    this.was = this.log.scrollTop;
  }
}
