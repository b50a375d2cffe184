// The code of a card that was scanned stands behind the # of the address, which no server sees; it goes into its box.
export function begin(form) {
  const code = new URLSearchParams(location.hash.slice(1)).get("kaart");
  const box = form.querySelector('input[name="KAART"]');
  if (!code || !box) return;
  history.replaceState(null, "", location.pathname + location.search);
  box.value = code;
}
