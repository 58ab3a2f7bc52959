// What both components share: how they are shown, Plotly, loaded once for the page, and the theme's
// colours.

function loadPlotly(url) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  window.aePlotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      window.aePlotly = undefined;
      reject(new Error("The chart library could not be loaded."));
    };
    document.head.append(script);
  });
  return window.aePlotly;
}

function themeOf(node) {
  const style = getComputedStyle(node);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  return {
    text: read("--st-text-color", "#31333f"),
    background: read("--st-background-color", "#ffffff"),
    grid: read("--st-border-color", "rgba(128,128,128,0.25)"),
    primary: read("--st-primary-color", "#2563c9"),
    font: read("--st-font", "sans-serif"),
  };
}

// The theme can change while a chart stands: look once a second, and tell.
function watchTheme(node, changed) {
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

// A component as Streamlit calls it: at each change of its data, and to clean up. While its module is
// still being read it may be called with newer data before older, and cleaned up after a call that
// was overtaken: neither may undo what is shown.
function mountComponent(View, selector) {
  return ({ parentElement, data, setStateValue }) => {
    const root = parentElement.querySelector(selector);
    const isOld = data.since < root.view?.data.since;
    if (!isOld) {
      root.view ??= new View(root);
      root.view.update({ data, setStateValue });
    }
    return () => {
      if (root.isConnected) return;
      root.view?.close();
      delete root.view;
    };
  };
}
