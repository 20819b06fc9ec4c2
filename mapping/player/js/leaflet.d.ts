// Leaflet stands in the document as a script of its own; it brings no types.
declare const L: any;
