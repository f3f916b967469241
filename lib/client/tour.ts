/** The event on `window` that opens the tour of the label page again. */
export const TOUR_EVENT = 'quadrat-tour';
