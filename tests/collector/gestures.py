"""How a teller answers in a real browser: for each way of answering one gesture for each kind of question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.questionnaire import Question, Questionnaire

Answers = Mapping[str, Any]
#: ``gesture(page, question, answer)``; an answer is words, the id of an option, or a list of ids
Gesture = Callable[[Any, Question, Any], None]
FORWARD, SEND = "[data-next]:visible", "[data-send]"
#: where the corners of a triangle are just passed, in hundredths of its plane, read from left to right
CORNERS = [(50, 4), (6, 95), (94, 95)]


@dataclass(frozen=True)
class Way:
    """A way of answering: how a button is pressed, and the gesture for each kind of question."""

    press: Callable[[Any, str], None]
    gestures: Mapping[str, Gesture]


def for_every_kind(
    words: Gesture, one: Gesture, several: Gesture, listed: Gesture, triangle: Gesture
) -> dict[str, Gesture]:
    """The gestures by kind; kinds that look the same are answered the same."""
    return {
        **dict.fromkeys(("story", "short", "number", "card"), words),
        **dict.fromkeys(("choice", "faces", "scale", "age"), one),
        **dict.fromkeys(("choices", "consent"), several),
        "area": listed,
        "triangle": triangle,
    }


def answer(
    page: Any, questionnaire: Questionnaire, answers: Answers, way: Way, at_each: Callable[[], None] | None = None
) -> None:
    """Answer question by question, going forward where the next one is not on the screen, up to the button that sends.

    ``at_each`` is called at every screen when it opens.
    """
    look = at_each or (lambda: None)
    look()
    ahead = [(f'[data-question="{q.id}"]', q) for q in questionnaire.questions if q.id in answers]
    for target, question in [*ahead, (SEND, None)]:
        while not page.locator(target).is_visible():
            way.press(page, FORWARD)
            look()
        if question is not None:
            way.gestures[question.kind](page, question, answers[question.id])


def place(question: Question, option: str) -> int:
    """Where an answer stands among the answers of its question."""
    return [known.id for known in question.options].index(option)


def control(question: Question, option: str) -> str:
    """The radio button or checkbox of an answer."""
    return f'input[name="{question.id}"][value="{option}"]'


def is_dot(question: Question, option: str) -> bool:
    """Whether this answer lies in the triangle and not beside it."""
    return question.options[place(question, option)].shares is not None


def right_to_left(page: Any) -> bool:
    """Whether the page is read from right to left."""
    return bool(page.evaluate("document.documentElement.dir === 'rtl'"))


# By tapping

# Playwright's own tap waits much longer, thirty times in a story. Two frames after scrolling the screen stands still.
READY = """async (element, [x, y]) => {
    element.scrollIntoView({ block: "center", behavior: "instant" });
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const box = element.getBoundingClientRect();
    const spot = [box.left + (box.width * x) / 100, box.top + (box.height * y) / 100];
    globalThis.tapped = new Promise((done) => addEventListener("click", () => done(), { once: true, capture: true }));
    return element.contains(document.elementFromPoint(...spot)) ? spot : null;
}"""


def tap(page: Any, selector: str, where: tuple[float, float] = (50, 50)) -> None:
    """Tap an element, in its middle or at a place in hundredths of its box; fails when something lies over it."""
    target = page.locator(selector)
    target.wait_for()
    spot = target.evaluate(READY, where)
    assert spot, f"{selector} cannot be tapped"
    page.touchscreen.tap(*spot)
    page.evaluate("globalThis.tapped")


def tap_and_write(page: Any, question: Question, words: str) -> None:
    tap(page, f'[name="{question.id}"]')
    page.keyboard.insert_text(words)


def tap_one(page: Any, question: Question, option: str) -> None:
    tap(page, f"{control(question, option)} + label")


def tap_several(page: Any, question: Question, options: Sequence[str]) -> None:
    for option in options:
        tap_one(page, question, option)


def tap_listed(page: Any, question: Question, option: str) -> None:
    """The list that opens is drawn by the device, outside the page: it is tapped, and then one of it is chosen."""
    page.locator(f'select[name="{question.id}"]').select_option(option)


def tap_triangle(page: Any, question: Question, option: str) -> None:
    if not is_dot(question, option):
        tap_one(page, question, option)
    elif not question.continuous:
        tap(page, control(question, option))
    else:
        x, y = CORNERS[place(question, option)]
        across = 100 - x if right_to_left(page) else x
        tap(page, f'[data-question="{question.id}"] .driehoek__vlak', (across, y))


# By keyboard


def has_keyboard(page: Any, selector: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until this has the keyboard."""
    here = selector.replace(":visible", "")
    for _ in range(60):
        if has_keyboard(page, here):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def enter(page: Any, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


def type_words(page: Any, question: Question, words: str) -> None:
    tab_to(page, f'[name="{question.id}"]')
    page.keyboard.type(words)


def down_to(page: Any, question: Question, option: str) -> None:
    """Choose the first answer, and go down from there."""
    tab_to(page, f'input[name="{question.id}"]')
    for key in ["Space", *["ArrowDown"] * place(question, option)]:
        page.keyboard.press(key)


def space_each(page: Any, question: Question, options: Sequence[str]) -> None:
    for option in options:
        tab_to(page, control(question, option))
        page.keyboard.press("Space")


def down_the_list(page: Any, question: Question, option: str) -> None:
    chosen = f'select[name="{question.id}"]'
    tab_to(page, chosen)
    steps = page.locator(chosen).evaluate(
        "(list, id) => [...list.options].findIndex((one) => one.value === id) - list.selectedIndex", option
    )
    for _ in range(steps):
        page.keyboard.press("ArrowDown")


#: the arrow key that points from what has the keyboard to an answer, as the eye sees it
TOWARDS = """wanted => {
    const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
    const [from, to] = [document.activeElement, wanted].map((one) => middle(one.getBoundingClientRect()));
    const [across, down] = [to[0] - from[0], to[1] - from[1]];
    if (Math.abs(across) > Math.abs(down)) return across < 0 ? "ArrowLeft" : "ArrowRight";
    return down < 0 ? "ArrowUp" : "ArrowDown";
}"""


def walk_triangle(page: Any, question: Question, option: str) -> None:
    """The seven dots are walked with the arrow keys, also past their border; a free point is given by three buttons."""
    wanted = control(question, option)
    if question.continuous and is_dot(question, option):
        inside = f'[data-question="{question.id}"]'
        enter(page, f"{inside} summary")
        enter(page, f"{inside} [data-step=most] button:nth-of-type({place(question, option) + 1})")
        enter(page, f"{inside} [data-step=also] button:last-of-type")
        return
    tab_to(page, f'input[name="{question.id}"]')
    page.keyboard.press("Space")
    for _ in question.options:
        if not has_keyboard(page, wanted):
            page.keyboard.press(page.locator(wanted).evaluate(TOWARDS))
    assert has_keyboard(page, wanted), f"{wanted} cannot be reached by arrow keys"


# Without a script: one long page


def click(page: Any, selector: str) -> None:
    page.locator(selector).click()


def fill(page: Any, question: Question, words: str) -> None:
    page.locator(f'[name="{question.id}"]').fill(words)


def check(page: Any, question: Question, option: str) -> None:
    page.locator(control(question, option)).check()


def check_each(page: Any, question: Question, options: Sequence[str]) -> None:
    for option in options:
        check(page, question, option)


BY_TAPPING = Way(tap, for_every_kind(tap_and_write, tap_one, tap_several, tap_listed, tap_triangle))
BY_KEYBOARD = Way(enter, for_every_kind(type_words, down_to, space_each, down_the_list, walk_triangle))
WITHOUT_SCRIPT = Way(click, for_every_kind(fill, check, check_each, tap_listed, check))
