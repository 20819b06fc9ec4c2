// @ts-check
// The paths of arrows that lead on and back.

export const NEXT = "M9 5l7 7-7 7";
export const PREVIOUS = "M15 5l-7 7 7 7";
