/** The address of what is shown: `#/PERSON/PLACE/THREAD`, where PLACE is a conversation or `home`. */

/** Reads the route from the address bar. */
export function readRoute() {
  const [person, place, thread] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  return { person: person || null, place: place || null, thread: thread || null };
}

/** The link to a route. */
export function routeLink({ person, place, thread }) {
  return `#/${[person, place, thread].filter(Boolean).map(encodeURIComponent).join("/")}`;
}

/** Goes to a route; the page follows through `hashchange`. */
export function goTo(route) {
  location.hash = routeLink(route);
}

/** Puts the route into the address bar as a step of its own; the one who asks shows it. */
export function addRoute(route) {
  history.pushState(null, "", routeLink(route));
}

/** Puts the route into the address bar without a step in the history. */
export function settleRoute(route) {
  history.replaceState(null, "", routeLink(route));
}
