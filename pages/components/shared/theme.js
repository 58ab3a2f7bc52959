// The smallest text of a page, in rem: 12 pixels, and 18 where the page is presented.
const SMALLEST = 0.75;

// The colours and the font of Streamlit's theme, as they hold for a node; `fontSize`, in pixels, is
// that of ticks and legends.
export function themeOf(node) {
  const style = getComputedStyle(node);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  return {
    text: read("--st-text-color", "#2f2d2b"),
    background: read("--st-background-color", "#ffffff"),
    grid: read("--st-border-color", "rgba(128,128,128,0.25)"),
    primary: read("--st-primary-color", "#2563c9"),
    font: read("--st-font", "sans-serif"),
    fontSize: SMALLEST * Number(getComputedStyle(document.documentElement).fontSize.replace("px", "")),
  };
}

// The theme, and the size of text, can change while a chart stands: look once a second, and tell.
// Returns what ends it.
export function watchTheme(node, changed) {
  let before = JSON.stringify(themeOf(node));
  const timer = setInterval(() => {
    const now = JSON.stringify(themeOf(node));
    if (now !== before) {
      before = now;
      changed();
    }
  }, 1000);
  return () => clearInterval(timer);
}
