/** Names the person whom a page was made for: it is never answered with what is another's. */
export const personHeader = "x-roost-person";
