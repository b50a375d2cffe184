// To come.
export function begin(form) {}
