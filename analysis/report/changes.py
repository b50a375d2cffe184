"""What tellers say of change and of feeling: bars per round, the line beside them, and one sentence of each."""

from analysis.numbers.cells import Shown
from analysis.report import charts
from analysis.report.blocks import Chart, Section
from analysis.report.drawn import Observation, Panel
from analysis.report.material import Material
from analysis.report.places import Place
from analysis.report.sentences import TOO_FEW, capital, listed, say, share, signed
from analysis.report.series import Series
from analysis.report.tables import Row, Table, band, by_group, by_round, columns, row, value_of, values
from analysis.report.together import nine
from corpus.indicators import INDICATORS

_BETTER = {
    "NI-03": ("dat het met hen beter gaat dan een jaar eerder", "dat het slechter gaat"),
    "NI-04": ("dat hun buurt beter is dan een jaar eerder", "dat die slechter is"),
}
SEEN_FROM = "Te zien vanaf: een kleiner verschil tussen twee meetmomenten is met deze aantallen niet te zien."
ROUNDED = "Tellen de balken niet op tot 100? Dan is een antwoord te klein om te tonen, of er is afgerond."
#: the small charts beside each other: unit, lowest and highest of the axis, which never changes
SMALL = {
    "NI-01": ("van −100 tot +100", 100, -100, 100),
    "NI-02": ("van elke 100 vertellers", 100, 0, 100),
    "NI-06": ("van elke 100 vertellers is het eens", 100, 0, 100),
    "NI-07": ("van elke 100 vertellers is het eens", 100, 0, 100),
    "NI-08": ("van elke 100 vertellers is het eens; vanaf 12 jaar", 100, 0, 100),
    "NI-09": ("cijfer van 0 tot 10; wie wil, geeft er een", 1, 0, 10),
}
STATEMENTS = ("NI-06", "NI-07", "NI-08")


def change_section(material: Material, place: Place) -> Section:
    """My life and my neighbourhood: two questions that are never merged into one score."""
    both = nine(material, place)
    drawn = (*(_bars(material, place, indicator) for indicator in ("NI-03", "NI-04")), *((both,) if both else ()))
    note = (
        "Beter min slechter telt wie antwoord gaf: −100 is iedereen slechter, +100 iedereen beter. De balken gaan voor."
    )
    return Section("verandering", "Mijn leven en mijn buurt", charts=drawn, notes=(note, ROUNDED, SEEN_FROM))


def feeling_section(material: Material, place: Place) -> Section:
    """The tellers' own feeling about their story, and the statements on hope, influence and trust where asked."""
    note = "Dit gevoel koos de verteller zelf. Het is niet uit de woorden afgeleid."
    statements = _statements(material, place)
    return Section(
        "gevoel",
        "Gevoel bij het eigen verhaal",
        charts=(_bars(material, place, "NI-01"), *_small(material, place)),
        tables=(statements,) if statements else (),
        notes=(note, ROUNDED, SEEN_FROM),
    )


def _bars(material: Material, place: Place, indicator: str) -> Chart:
    about = INDICATORS[indicator]
    shown = material.series(place, indicator)
    name = f"{place.slug}-{indicator.lower()}"
    line = "Gemiddeld gevoel, −100 tot +100" if indicator == "NI-01" else "Beter min slechter"
    return Chart(
        name,
        about.name,
        f"{answer_sentence(place, indicator, shown)} {line_sentence(shown, about.line)}".strip(),
        charts.bars_and_line(name, shown, about.answers, line) if shown.seen else "",
        (by_round(material, place, shown, about), by_group(material, place, about)),
        shown.marks,
    )


def _small(material: Material, place: Place) -> tuple[Chart, ...]:
    """Feeling, hope, influence, trust and the mark for life over the rounds: small charts on one time axis."""
    every = {indicator: material.series(place, indicator) for indicator in SMALL}
    shown = {name: one for name, one in every.items() if any(cell.value is not None for _, cell in one.seen)}
    if not shown:
        return ()
    name = f"{place.slug}-klein"
    stacked = [small_panel(INDICATORS[one].name, series, *SMALL[one]) for one, series in shown.items()]
    last = [_last(one, series) for one, series in shown.items()]
    tables = tuple(_over_rounds(one, series) for one, series in shown.items())
    text = f"Onder elkaar, met de laatste waarde: {listed(last)}."
    marks = tuple({mark.text: mark for one in shown.values() for mark in one.marks if mark.is_break}.values())
    note = "Elke grafiek heeft een vaste as. Streep erom: de onzekerheidsband. Een open plek: te weinig verhalen."
    return (
        Chart(name, "Gevoel, hoop, invloed en vertrouwen", text, charts.panels(name, stacked), tables, marks, (note,)),
    )


def small_panel(title: str, shown: Series, unit: str, scale: float, low: float, high: float) -> Panel:
    """One series as a small chart; its line stops at a hidden round and at a break of the method."""
    runs = [
        [
            Observation(
                point.at,
                scale * cell.value,
                scale * cell.low if cell.low is not None else None,
                scale * cell.high if cell.high is not None else None,
            )
            for point in run
            if (cell := point.visible) is not None and cell.value is not None
        ]
        for run in shown.runs()
    ]
    breaks = [mark for mark in shown.marks if mark.is_break]
    return Panel(title, unit, [run for run in runs if run], low, high, marks=breaks)


def _last(indicator: str, shown: Series) -> str:
    about = INDICATORS[indicator]
    point, cell = [(point, cell) for point, cell in shown.seen if cell.value is not None][-1]
    value = value_of(about.kind, cell.value, cell.n or 0)
    return f"‘{about.name.lower()}’ {value} ({point.name}, n = {cell.n})"


def _over_rounds(indicator: str, shown: Series) -> Table:
    about = INDICATORS[indicator]
    rows = []
    for point in shown.points:
        cell = point.visible
        told = (
            (str(cell.n), value_of(about.kind, cell.value, cell.n or 0), band(cell, about.kind)) if cell else (TOO_FEW,)
        )
        rows.append(Row(point.name, told))
    return Table(f"{about.name}, over de meetmomenten", ("meetmoment", "n", "waarde", "band"), tuple(rows))


def answer_sentence(place: Place, indicator: str, shown: Series) -> str:
    """The answers of this round in one sentence, with n."""
    cell = shown.points[-1].visible
    if cell is None:
        return f"{capital(place.within)} zijn er dit meetmoment {TOO_FEW} om ‘{INDICATORS[indicator].name}’ te tonen."
    who = f"Van de mensen die {place.within} een verhaal deelden,"
    if indicator == "NI-01":
        good, bad = _sum(cell, "heel_positief", "positief"), _sum(cell, "heel_negatief", "negatief")
        ends = ("dat zij positief terugkijken op wat zij vertelden", "dat zij negatief terugkijken")
    else:
        good, bad = cell.parts.get("beter"), cell.parts.get("slechter")
        ends = _BETTER[indicator]
    told = [(share(part, cell.n or 0), end) for part, end in zip((good, bad), ends, strict=True) if part is not None]
    if not told:
        return f"{capital(place.within)} zijn de antwoorden te klein om apart te tonen (n = {cell.n})."
    first = say(told[0][0])
    return f"{who} {first} {', en '.join(f'{text} {end}' for text, end in told)} (n = {cell.n})."


def _sum(cell: Shown, *answers: str) -> float | None:
    """Answers taken together; None when one of them is hidden, so that the sum gives nothing away."""
    parts = [cell.parts.get(answer) for answer in answers]
    return None if any(part is None for part in parts) else sum(part for part in parts if part is not None)


def line_sentence(shown: Series, name: str) -> str:
    """Where the derived value began and stands now, compared only within one method."""
    seen = [(point, cell) for point, cell in shown.comparable if cell.value is not None]
    if len(seen) < 2:
        return "Er zijn nog geen twee meetmomenten om te vergelijken."
    (first, before), (last, now) = seen[0], seen[-1]
    then = f"{signed(before.value)} ({first.name}, n = {before.n})"
    text = f"{name}: {then} en {signed(now.value)} ({last.name}, n = {now.n})"
    if now.low is not None and now.high is not None:
        text += f"; de band loopt nu van {signed(now.low)} tot {signed(now.high)}"
    hidden = sum(point.visible is None for point in shown.points)
    broken = any(point.after_break for point in shown.points)
    more = f" Bij {hidden} {'meetmoment' if hidden == 1 else 'meetmomenten'} zijn er {TOO_FEW}." if hidden else ""
    return f"{text}.{more}{' Voor en na de reeksbreuk vergelijken wij niet.' if broken else ''}"


def _statements(material: Material, place: Place) -> Table | None:
    """Hope, influence and trust of this round, for as far as they were measured."""
    cells = [(INDICATORS[indicator], material.cell(place, indicator)) for indicator in STATEMENTS]
    rows = tuple(row(material, place, about.name, cell, values(cell, about)) for about, cell in cells if cell)
    about = INDICATORS[STATEMENTS[0]]
    return (
        Table(f"Stellingen: deel dat het ermee eens is ({material.round.name})", columns("stelling", about), rows)
        if rows
        else None
    )
