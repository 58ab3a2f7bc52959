// How Streamlit calls a component: at each change of its data, and to clean up. While its module is
// still being read it may be called with newer data before older, and cleaned up after a call that
// was overtaken: neither may undo what is shown.
export function mountComponent(View, selector) {
  return ({ parentElement, data, setStateValue, setTriggerValue }) => {
    const root = parentElement.querySelector(selector);
    const isOld = data.since < root.view?.data.since;
    if (!isOld) {
      root.view ??= new View(root, data);
      root.view.update({ data, setStateValue, setTriggerValue });
    }
    return () => {
      if (root.isConnected) return;
      root.view?.close();
      delete root.view;
    };
  };
}
