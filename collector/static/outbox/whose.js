// Whose outbox this is. Residents send without cookies; a worker sends with a session, from a box apart.
const told = document.querySelector("#toestel")?.dataset ?? {};

/** The name of the box on this device, the road to the server, and whether cookies go along. */
export const { box = "verhaal", road = "/api/verhalen/", cookies = "omit" } = told;
