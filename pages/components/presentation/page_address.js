// A page's address with the presentation mode and without.

export function addressIn(address, isPresenting) {
  const url = new URL(address);
  if (isPresenting) url.searchParams.set("present", "1");
  else url.searchParams.delete("present");
  return url.href;
}

// A student opens the page as it is, and not presented.
export function addressForOthers(address) {
  const url = new URL(addressIn(address, false));
  url.hash = "";
  return url.href;
}

// The run's id, or those of several.
export function runIn(address) {
  const { searchParams } = new URL(address);
  return searchParams.get("run") ?? searchParams.get("runs")?.replaceAll(",", ", ");
}
