// A long text in a pane: lines with numbers, of which only those near the window are in the page.

const LINES = 60; // lines of a chunk
const UNITS = 6000; // characters of a chunk
const CHUNKS = 1500; // chunks at most: beyond, they are larger
const LONG_LINE = 2000; // characters of a line on the screen

/** Ranges that the browser paints without any change to the elements. */
const paint = {
  names: new Map(),
  highlight(name) {
    if (!this.names.has(name)) {
      const highlight = new Highlight();
      highlight.priority = { lit: 3, chosen: 2, found: 4, error: 1, warning: 1, info: 1 }[name] ?? 0;
      CSS.highlights.set(name, highlight);
      this.names.set(name, highlight);
    }
    return this.names.get(name);
  },
  isThere: typeof Highlight === "function" && Boolean(CSS.highlights),
};

class TextPane {
  constructor(element, text) {
    this.element = element;
    this.text = text;
    this.ranges = new Map(); // by name: pairs of offsets, in order
    this.painters = []; // functions from a range of the text to [name, start, end]
    this.painted = [];
    this.split();
    this.observer = new IntersectionObserver((entries) => this.onSight(entries), {
      root: element,
      rootMargin: "400px",
    });
    this.height = parseFloat(getComputedStyle(element).lineHeight) || 20;
    const width = element.clientWidth || 600;
    const wide = text.length && /[\u2e80-\u9fff\uac00-\ud7af]/.test(text.slice(0, 2000)) ? 12 : 7.3;
    this.columns = Math.max(20, (width - 60) / wide);
    const all = document.createDocumentFragment();
    for (const chunk of this.chunks) {
      chunk.element = make("div", "chunk");
      chunk.element.chunk = chunk;
      chunk.element.style.height = `${this.estimate(chunk)}px`;
      all.append(chunk.element);
    }
    element.append(all);
    for (const chunk of this.chunks) this.observer.observe(chunk.element);
  }

  /** Lines, and chunks of lines. A line that is too long for a screen is several. */
  split() {
    const { text } = this;
    this.starts = [];
    this.ends = [];
    this.numbers = []; // of the line in the file; 0 for the rest of a long one
    const add = (start, end, number) => {
      this.starts.push(start);
      this.ends.push(end);
      this.numbers.push(number);
    };
    let number = 1;
    const addLine = (start, end) => {
      let from = start;
      while (end - from > LONG_LINE) {
        const to = from + LONG_LINE - (/[\udc00-\udfff]/.test(text[from + LONG_LINE]) ? 1 : 0);
        add(from, to, from === start ? number : 0);
        from = to;
      }
      add(from, end, from === start ? number : 0);
      number++;
    };
    let start = 0;
    for (const ending of text.matchAll(/\r\n|\r|\n/g)) {
      addLine(start, ending.index);
      start = ending.index + ending[0].length;
    }
    addLine(start, text.length);
    const count = this.starts.length;
    const lines = Math.max(LINES, Math.ceil(count / CHUNKS));
    const units = Math.max(UNITS, Math.ceil(text.length / CHUNKS));
    this.chunks = [];
    for (let line = 0; line < count; ) {
      const first = line++;
      while (line < count && line - first < lines && this.starts[line] - this.starts[first] < units) line++;
      this.chunks.push({ first, last: line, start: this.starts[first], end: this.starts[line] ?? text.length + 1 });
    }
  }

  estimate(chunk) {
    let rows = 0;
    for (let line = chunk.first; line < chunk.last; line++) {
      rows += Math.max(1, Math.ceil((this.ends[line] - this.starts[line]) / this.columns));
    }
    return rows * this.height;
  }

  onSight(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.fill(target.chunk);
      else this.empty(target.chunk);
    }
    this.repaint();
  }

  fill(chunk) {
    if (chunk.lines) return;
    chunk.lines = [];
    const all = document.createDocumentFragment();
    for (let line = chunk.first; line < chunk.last; line++) {
      const element = make("div", "line");
      element.dataset.number = this.numbers[line] || "↪";
      const text = document.createTextNode(this.text.slice(this.starts[line], this.ends[line]));
      text.start = this.starts[line];
      element.append(text);
      chunk.lines.push(text);
      all.append(element);
    }
    chunk.element.style.height = "";
    chunk.element.append(all);
  }

  empty(chunk) {
    if (!chunk.lines) return;
    const height = chunk.element.getBoundingClientRect().height;
    chunk.lines = null;
    chunk.element.replaceChildren();
    // A pane that is hidden has no heights.
    chunk.height = height || chunk.height || this.estimate(chunk);
    chunk.element.style.height = `${chunk.height}px`;
  }

  chunkAt(offset) {
    return this.chunks[Math.max(0, countBelow(this.chunks.length, (i) => this.chunks[i].start <= offset) - 1)];
  }

  /** The part of a range that is within a chunk, as a range of the page. */
  domRange(chunk, start, end) {
    const { lines } = chunk;
    const range = document.createRange();
    const set = (offset, side) => {
      const line = lines[Math.max(0, countBelow(lines.length, (i) => lines[i].start <= offset) - 1)];
      range[side](line, Math.max(0, Math.min(offset - line.start, line.length)));
    };
    set(Math.max(start, chunk.start), "setStart");
    set(Math.min(end, chunk.end), "setEnd");
    return range;
  }

  /** Paint pairs of offsets under a name. */
  show(name, ranges) {
    this.ranges.set(name, ranges);
    this.repaintSoon();
  }

  repaintSoon() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.repaint();
    });
  }

  repaint() {
    if (!paint.isThere) return;
    for (const [highlight, range] of this.painted) highlight.delete(range);
    this.painted = [];
    const add = (chunk, name, start, end) => {
      const range = this.domRange(chunk, start, end);
      if (range.collapsed) return;
      const highlight = paint.highlight(name);
      highlight.add(range);
      this.painted.push([highlight, range]);
    };
    for (const chunk of this.chunks) {
      if (!chunk.lines) continue;
      for (const painter of this.painters) {
        for (const [name, start, end] of painter(chunk.start, chunk.end)) add(chunk, name, start, end);
      }
      for (const [name, ranges] of this.ranges) {
        // They begin in order; some that began before the chunk may end in it.
        const first = Math.max(0, countBelow(ranges.length, (i) => ranges[i][0] < chunk.start) - 50);
        for (let i = first; i < ranges.length && i < first + 2000; i++) {
          const [start, end] = ranges[i];
          if (start >= chunk.end) break;
          if (end > chunk.start) add(chunk, name, start, end);
        }
      }
    }
  }

  /** Scroll to an offset, unless it is in sight. */
  reveal(start, end = start) {
    const chunk = this.chunkAt(start);
    this.fill(chunk);
    const place = () => {
      if (!chunk.lines) return;
      const box = this.domRange(chunk, start, Math.max(end, start + 1)).getBoundingClientRect();
      const pane = this.element.getBoundingClientRect();
      if (!pane.height) return;
      const isAbove = box.top < pane.top + 10;
      const isBelow = box.top > pane.bottom - 40 || (box.bottom > pane.bottom && box.height < pane.height - 60);
      if (isAbove || isBelow) this.element.scrollTop += box.top - pane.top - Math.min(pane.height / 3, 160);
    };
    place();
    requestAnimationFrame(place); // chunks on the way may have got their real heights
    this.repaintSoon();
  }

  /** The offset under a point of the window, or -1. */
  offsetAt(x, y) {
    const found = document.caretPositionFromPoint
      ? document.caretPositionFromPoint(x, y)
      : document.caretRangeFromPoint?.(x, y);
    const node = found?.offsetNode ?? found?.startContainer;
    let offset = found?.offset ?? found?.startOffset;
    if (node?.start === undefined || !this.element.contains(node)) return -1;
    // The caret is between two characters: take the one under the pointer.
    if (offset > 0) {
      const range = document.createRange();
      range.setStart(node, offset - 1);
      range.setEnd(node, offset);
      const box = range.getBoundingClientRect();
      if (x < box.right && y >= box.top && y <= box.bottom) offset--;
    }
    return Math.min(node.start + offset, this.text.length);
  }

  /** Line and column of an offset, from 1, in UTF-16 units. */
  lineOf(offset) {
    let line = countBelow(this.starts.length, (i) => this.starts[i] <= offset) - 1;
    while (line > 0 && !this.numbers[line]) line--;
    return [this.numbers[line], this.starts[line]];
  }
}
