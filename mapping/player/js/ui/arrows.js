// @ts-check
// The paths of arrows that lead on and back, and of the cross that closes.

export const NEXT = "M9 5l7 7-7 7";
export const PREVIOUS = "M15 5l-7 7 7 7";
export const CROSS = "M6 6l12 12M18 6L6 18";
