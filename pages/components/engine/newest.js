// For what follows a pointer: a function that takes questions as they come. `show` gets the answer
// of `ask`, and the question. At most one is on its way; of those that come meanwhile the newest is
// next, also after one that failed. It returns a promise that what was asked, or something newer, is
// shown.
export function newestFirst(ask, show) {
  let waiting = [], going = null;
  const go = async () => {
    while (waiting.length > 0) {
      const question = waiting.at(-1);
      waiting = [];
      try {
        show(await ask(question), question); // oxlint-disable-line no-await-in-loop
      } catch (error) {
        if (waiting.length === 0) throw error;
      }
    }
  };
  return (question) => {
    waiting.push(question);
    going ??= go().finally(() => (going = null));
    return going;
  };
}
