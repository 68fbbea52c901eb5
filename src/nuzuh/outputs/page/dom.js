// Making and changing nodes. Data become text or attributes here, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element. A function as a value is a listener for the event that its name says. */
export function element(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function shape(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

/** Set attributes; null and false remove them. Nothing is touched that is as it should be. */
export function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value === true ? "" : value);
  }
}

/** Set the text of a node, if it is another one. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** As many nodes as there are entries: those there are used again, others are hidden. */
export function pool(parent, make) {
  const nodes = [];
  return (entries, show) => {
    while (nodes.length < entries.length) {
      nodes.push(make());
      parent.append(nodes.at(-1).root ?? nodes.at(-1));
    }
    nodes.forEach((node, at) => {
      const root = node.root ?? node;
      const isUsed = at < entries.length;
      if (root.style.display !== (isUsed ? "" : "none")) root.style.display = isUsed ? "" : "none";
      if (isUsed) show(node, entries[at], at);
    });
  };
}

/** Call back with the width and height of a node, now and whenever they change. */
export function onSize(node, signal, callback) {
  const observer = new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    if (width > 0) callback(width, height);
  });
  observer.observe(node);
  signal.addEventListener("abort", () => observer.disconnect());
}

function dress(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else setAttributes(node, { [name]: value });
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}
