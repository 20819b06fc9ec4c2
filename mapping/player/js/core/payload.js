// @ts-check
// The shapes of what mapping/drawing/scene.py sends, once unfold.js has opened it; a test holds what it
// sends against them. Times are days since the first day began. The words of
// days, rows, places and tellings are put into them by `speak`, from the language that is spoken.

/** @import { Columns, Table } from "./columns.js" */

/**
 * @typedef {[number, number, number, number]} SpanTimes first, sure from, sure to, last
 * @typedef {[number, number, number, 0 | 1, number?]} Fix lat, lon, km, known, time
 * @typedef {{source: string, locator: string, words: string, stance: string, note: string}} Passage
 * @typedef {{span: SpanTimes, closed: boolean, chains: number[][]}} Outline of an area: lines or rings, each
 *   a point and the steps from there on; latitude, longitude, in units of 1/100,000 of a degree
 * @typedef {{row: string, outline: number, sure: boolean, changed: boolean}} ToldArea which of an area's outlines holds at the day's end
 * @typedef {{table: string, kind: string, mode?: string, back?: boolean, title: string, summary: string, authors?: string,
 *   side: string, places: string[], forces?: string[], by?: string[], against?: string[], faces?: boolean,
 *   certainty: string, dating: string, stated: boolean, when: string, placed: string, strength?: string, radius?: number | null, teeth?: string, outlines?: Outline[], statedOn?: string[], accounts: string[], questions: string[], span: SpanTimes,
 *   evidence: Passage[]}} Row
 * @typedef {{account: string, source: string, answer: string, row: string, note: string}} Answer
 * @typedef {{title: string, text: string, answers: Answer[]}} Question
 * @typedef {{row: string, movement: string, force: string, mode: string, trail: string,
 *   span: SpanTimes, animated: boolean, sure: boolean, leaves: boolean, fixes: Fix[],
 *   reach: [number, number, number][], open: [number, number][],
 *   stretches: [string, number, number][],
 *   strengths: [number, number][]}} Leg with its stretches: basis, from km, to km; strengths: the fix
 *   at which a number is stated, and the number
 * @typedef {{force: string, step: number, metres: (number | null)[],
 *   starts: Record<string, number>, places: [string, number, number | null, number][], followed: number,
 *   westward: boolean}} HeightProfile heights every `step` km; where each movement starts; places:
 *   km along the way, height, km off it
 * @typedef {{appears: SpanTimes, ends: SpanTimes | null, stands: [number, number] | null,
 *   legs: string[]}} Track
 * @typedef {{force: string, text: string, presence: string, at: [number, number], leg?: string,
 *   km?: [number, number]}} ToldForce at the day's end; km: the least and the most that it may have
 *   come along its leg
 * @typedef {{headline: string, caption: string, text: string, view: [number, number, number, number] | null,
 *   dated: string[], undated: string[], sure: string[], forces: ToldForce[],
 *   control: {place: string, text: string, changed: boolean}[], areas: ToldArea[]}} ToldDay
 * @typedef {{row: string, place: string, side: string, span: SpanTimes}} ControlSpan
 * @typedef {{title: string, teller: string, standpoint: string, summary: string, tracks: Record<string, Track>,
 *   legs: Leg[], anchors: Record<string, string>, control: ControlSpan[], areas: string[], days: ToldDay[],
 *   before: string[], after: string[], profile: HeightProfile | null, things: any[],
 *   words?: TellingWords}} Telling its days' lists as numbers of `things`, until unfold.js is asked for them
 * @typedef {{weekday: string, initial: string, number: string, month: string,
 *   date: string, label: string, second: string, secondShort: string, whole: string}} DayWords
 * @typedef {{day: string} & DayWords} Day
 * @typedef {{name: string, native: string}} Called a place's name, and its other one
 * @typedef {{teller: string, days: {forces: number[], control: number[]}[], things: string[]}} TellingWords
 * @typedef {{strings: Record<string, string>, span: string, days: DayWords[], rows: Record<string, Columns>,
 *   places: Record<string, Called>, tellings: Record<string, TellingWords>, texts?: Record<string, any>}} Language
 *   its span is from when to when; its texts are what the campaign says in it, in the payload's shape
 * @typedef {{name: string, native: string, others: string[], called: Called, kind: string,
 *   wide: boolean, weight: number, at: [number, number] | null,
 *   radius: number | null, extent: number | null, certainty: string, note: string, found: string, foundId: string}} Place
 * @typedef {{value: number, also: string, place: string, source: string, time: number | null,
 *   between: [number, number] | null}} SeriesValue
 * @typedef {{label: string, unit: string, values: SeriesValue[]}} Series
 * @typedef {{name: string, colour: string, shape: string}} Side
 * @typedef {[string, number, number, number, number]} Picture an SVG as a data address, width, height, and the point it stands at, in pixels
 * @typedef {{name: string, label: string, side: string, kind: string, strength: string,
 *   part: string, app6: Picture | null}} Force part: the force that it is part of
 * @typedef {{kind: string, title: string, author: string, publisher: string, published: string,
 *   standpoint: string, seen: string, url: string, note: string}} Source
 * @typedef {{topic: string, label: string, counted: string, low: number, high: number,
 *   bound: string, unit: string, source: string, note: string}} Figure
 * @typedef {{name: string, lat: number, lon: number, rank: number, names: Record<string, string>}} Town names: by language, where they differ
 * @typedef {{south: number, west: number, step: number, columns: number, rows: string[]}} LandGrid
 * @typedef {{names: Record<string, Record<string, string>>, grids: LandGrid[]}} Countries
 * @typedef {{name: string, url: string, credit: {text: string, url: string}[], drawn: boolean,
 *   maxZoom: number}} Tiles
 * @typedef {{far: number, near: number, boxes: number[][]}} Bears up to which zoom the ground is
 *   exact: `near` in the boxes south, west, north, east, `far` elsewhere
 * @typedef {{place: string, lettering: string, at: [number, number][]}} Axis along what the name of a place is written
 * @typedef {{basis: string, at: [number, number][]}} Road mapped, or computed over the ground
 * @typedef {{cells: [number, number], account: string, compare: string, headline: string, text: string,
 *   view: [number, number, number, number] | null, rows: string[]}} Step of the story: the numbers of
 *   its first and last day, the last of which is shown; without a headline nothing is dated there
 * @typedef {{rows: string[], steps: number[], kind: string, url: string, title: string, credit: string,
 *   licence: string, day: string, source: string, alt: string, sensitive: boolean,
 *   picture: [string, number, number] | null}} Media of rows and of steps, by their numbers from 0 on; its
 *   picture as a data address, with width and height
 * @typedef {{id: string, title: string, published: string, credit: string, licence: string,
 *   source: string, alt: string, picture: [string, number, number] | null,
 *   bounds: [[number, number], [number, number]] | null, off: number | null}} OldMap laid into the box
 *   from south-west to north-east; off: how far it may lie, in km
 * @typedef {{key: string, name: string, href: string}} Link beside the map on a site; its words by key or name
 * @typedef {{format: number, campaign: {id: string, title: string, subtitle: string, summary: string,
 *   language: string, licence: string, cite: string, timeZone: string, account: string,
 *   opens: {day: string, account: string},
 *   bounds: [[number, number], [number, number]] | null, mostStrength: number}, series: Series[],
 *   days: Day[], sides: Record<string, Side>, forces: Record<string, Force>,
 *   places: Record<string, Place>, sources: Record<string, Source>, rows: Record<string, Row>, questions: Record<string, Question>,
 *   figures: Figure[], axes: Axis[], roads: Road[], steps: Step[], media: Media[], maps: OldMap[], pictures: string, credit: string,
 *   tellings: Record<string, Telling>, towns: Town[], links: Link[],
 *   address: {fields: Record<string, string>, usual: Record<string, string>},
 *   ground: {borders: boolean, countries: Countries, tiles: Tiles[], bears: Bears},
 *   symbols: {claims: Record<string, string>, places: Record<string, string>, forces: Record<string, string>,
 *   shapes: Record<string, string>, plain: string},
 *   languages: Record<string, Language>, tables: Table[]}} Payload its tables are what rows and places look into
 */

/** What is found by an id or a kind; of those that hold others like them, which. */
const BY_ID = new Set([
  "sides", "forces", "places", "sources", "rows", "questions", "tellings", "languages", "strings",
  "claims", "shapes", "tracks", "anchors", "starts", "fields", "usual", "names",
]);
/** What lies in these is not looked into: records, whose fields have names of their own. */
const RECORDS = new Set(["sides", "forces", "places", "sources", "rows", "questions", "strings", "tracks"]);

/**
 * A payload whose collections inherit nothing, so that an id or a kind such as `constructor` finds
 * only what the campaign says.
 * @param {string} text
 * @param {string} [changed] those of its parts that were changed since, as an object by their paths
 * @returns {any}
 */
export function parsePayload(text, changed = "{}") {
  const payload = JSON.parse(text);
  for (const [name, part] of Object.entries(JSON.parse(changed))) putPart(payload, name.split("/"), part);
  return bare(payload);
}

/** Put a part where its path leads; where that leads nowhere, there is no such part. @param {any} payload @param {string[]} path @param {any} part */
function putPart(payload, [name, ...rest], part) {
  if (!rest.length) payload[name] = part;
  else if (Object.hasOwn(payload, name)) putPart(payload[name], rest, part);
}

/** @param {any} value @returns {any} */
function bare(value) {
  for (const [name, one] of Object.entries(value)) {
    if (typeof one !== "object" || one === null || Array.isArray(one)) continue;
    if (!RECORDS.has(name)) bare(one);
    if (BY_ID.has(name)) Object.setPrototypeOf(one, null);
  }
  return value;
}

/** Whether an account tells a claim; one that names no account belongs to all. @param {Row} row @param {string} account */
export function isToldBy(row, account) {
  return row.accounts.length === 0 || row.accounts.includes(account);
}
