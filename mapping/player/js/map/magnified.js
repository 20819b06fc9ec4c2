// @ts-check
// While the page is magnified two fingers are the browser's, on the map and the bar, too: where
// these fill the screen, the reader could make the page small again nowhere else.

/** A page that is no larger than this is as it was. */
const LEAST_SCALE = 1.01;

/**
 * @param {any} map the Leaflet map
 * @param {AbortSignal} signal ends what listens when another player takes its place
 */
export function yieldMagnified(map, signal) {
  const seen = window.visualViewport;
  if (!seen) return;
  const look = () => {
    const isLarge = seen.scale > LEAST_SCALE;
    document.documentElement.classList.toggle("is-magnified", isLarge);
    // One finger goes on moving the map.
    if (isLarge) map.touchZoom?.disable();
    else map.touchZoom?.enable();
  };
  seen.addEventListener("resize", look, { signal });
}
