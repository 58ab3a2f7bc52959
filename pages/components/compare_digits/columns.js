// So many tiles beside each other: on a large screen all while each is large enough, then rows of
// equal length.
const MOST = 5;

export function columnsFor(count) {
  const rows = Math.ceil(count / MOST);
  return { wide: Math.ceil(count / rows), narrow: Math.min(2, count), rows };
}
