"""Answers with types: figures, changes, statuses and findings. `sentences` makes text of them,
last."""

from dataclasses import dataclass
from enum import Enum

from lagesbild_data.model.periods import Tertial
from lagesbild_data.words.measures import Direction

MISSING = "ej publicerat"


class Gap(Enum):
    """Why there is no value, in the words that stand in its place."""

    NOT_PUBLISHED = MISSING
    NONE_TIED = "ingen knuten"
    NOT_IN_LIST = "ingen i listan"
    NEVER_LISTED = "inte sett på någon"
    NO_YEAR = "inget år i underlaget"
    HIDDEN = "dolt"


@dataclass(frozen=True)
class Number:
    """A number as it is to be shown; a year isn't `grouped`."""

    value: float
    decimals: int = 0
    unit: str = ""
    signed: bool = False
    grouped: bool = True


def percentage(value: float, signed: bool = False) -> Number:
    """A percentage, as all of them are shown."""
    return Number(value, 1, "%", signed)


@dataclass(frozen=True)
class Words:
    """A value that is no single number."""

    text: str


Value = Number | Words | Gap


class Verdict(Enum):
    """What a change is worth, as readers see it."""

    BETTER = "bättre"
    WORSE = "sämre"
    UNSURE = "ingen säker ändring"
    UNKNOWN = "går inte att säga"


@dataclass(frozen=True)
class Change:
    """What a figure did since the time before; only its direction is known where a number isn't
    published."""

    direction: Direction
    verdict: Verdict
    leaning: Verdict | None = None
    """What it is if it is sure; None where which way is better isn't known, or nothing changed."""
    before: Number | None = None
    against: str = ""
    """The time before, in words."""
    difference: Number | None = None
    percent: float | None = None
    """None on a small base, and of what isn't counted."""
    interval: tuple[float, float] | None = None
    """95 % confidence interval of the difference, where the standard errors are known."""


class Chance(Enum):
    """What a change in a count is beside how much such counts move anyway."""

    BEYOND = "larger than chance"
    WITHIN_CHANCE = "no larger than chance"
    WITHIN_UNREST = "no larger than the series usually moves"
    BROKEN = "not judged: another way of counting"
    SMALL = "not judged: small counts"


class Code(Enum):
    """What a caveat is about."""

    REMARK = "a remark in the data"
    RATE = "a remark in the data on a published rate"
    READ = "statuses that are readings"


@dataclass(frozen=True)
class Caveat:
    """What a figure is to be read with."""

    code: Code
    text: str

    @classmethod
    def remark(cls, text: str, about: str = "") -> "Caveat":
        """A remark in the data, which can't say otherwise than in words that it is on a rate; and
        what it is about."""
        code = Code.RATE if "kvot" in text.lower() else Code.REMARK
        return cls(code, f"{about}: {text}" if about else text)


@dataclass(frozen=True)
class KeyFigure:
    """One figure with what is needed to trust it."""

    label: str
    value: Value
    period: str
    table: str
    kallor: tuple[str, ...] = ()
    change: Change | None = None
    detail: str = ""
    caveats: tuple[Caveat, ...] = ()
    """Remarks in the data on the figure, or on what it is compared with."""

    @property
    def is_known(self) -> bool:
        """Whether anything is published, if only a direction."""
        return self.value != Gap.NOT_PUBLISHED or self.change is not None


@dataclass(frozen=True)
class Status:
    """An activity's status, and whether the source says it (`källa`) or it is our reading
    (`tolkning`)."""

    status: str
    ground: str = "källa"

    @property
    def is_read(self) -> bool:
        """Whether it is our reading of the source's text."""
        return self.ground == "tolkning"


# What is found, a kind each


@dataclass(frozen=True)
class IndicatorMoved:
    """What an indicator did in an area; `value` None where only the direction is published."""

    indikator_id: str
    indicator: str
    area: str
    year: int
    value: Number | None
    change: Change


@dataclass(frozen=True)
class IndicatorAlone:
    """An indicator's value with nothing to compare it with."""

    indicator: str
    area: str
    year: int
    value: Number


@dataclass(frozen=True)
class AreaMove:
    """What the problemindex did in one area."""

    area: str
    direction: Direction
    verdict: Verdict


@dataclass(frozen=True)
class AreasMoved:
    """What the problemindex did in the areas."""

    year: int
    moves: tuple[AreaMove, ...]


@dataclass(frozen=True)
class IndexStands:
    """The kommun's problemindex and that of the areas, of the latest measurements until a year."""

    kommun: IndicatorMoved | IndicatorAlone
    areas: AreasMoved | None
    unmeasured: int | None
    """The latest chosen year, where it has no measurement."""


@dataclass(frozen=True)
class SurveyAnswers:
    """How many were asked, and how many percent of them answered."""

    survey: str
    sent: int | None
    rate: float | None


@dataclass(frozen=True)
class NotPublished:
    """Indicators without a value for the chosen years, each with its latest year."""

    years: tuple[int, ...]
    indicators: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class FollowUpsUntil:
    """The latest tertial of all that most activities have reported, and the years after it without
    a report."""

    tertial: Tertial
    without: tuple[int, ...]


@dataclass(frozen=True)
class NoFollowUps:
    """A promise's activities of which no follow-up is in the store, or none of the chosen years."""

    activities: int
    of_chosen: bool = False
    """Whether other years have follow-ups."""


@dataclass(frozen=True)
class Deviating:
    """The activities with a status that deviates, and why where there is one."""

    status: str
    activities: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class ActivitiesStand:
    """How many activities have each status in a tertial."""

    tertial: Tertial
    statuses: tuple[str, ...]
    part: str = ""
    """The part of the promise that they are; "" for all."""
    place: str = ""
    late: Deviating | None = None


@dataclass(frozen=True)
class StatusesChanged:
    """Which activities have another status than before, of those that can be compared."""

    before: Tertial
    now: Tertial
    moves: tuple[tuple[str, str, str], ...]
    """Activity, status before and now."""
    compared: int
    activities: int


@dataclass(frozen=True)
class ReportsMissing:
    """How many activities lack a report for a tertial."""

    tertial: Tertial
    missing: int
    activities: int


@dataclass(frozen=True)
class DialoguesHeld:
    """Dialogues in a tertial, and in the one before."""

    tertial: Tertial
    held: int
    before: int


@dataclass(frozen=True)
class AreaDialogues:
    """How many dialogues an area has had; `span` and `last` are when, in words."""

    area: str
    held: int
    span: str = ""
    last: str = ""
    of_chosen: bool = False
    """Whether it is of chosen years only."""


@dataclass(frozen=True)
class DialogueThemes:
    """What dialogues were about, and how many of them."""

    themes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class NoDialogue:
    """A tertial without a dialogue in an area, and how many of the tertial's have no area."""

    area: str
    tertial: Tertial
    unplaced: int
    held: int


class Unusual(Enum):
    """Whether a change in reported crimes is unusual, as readers see it."""

    YES = "Ja"
    NO = "Nej"
    PARTLY = "Delvis"
    UNKNOWN = "Går inte att säga"


@dataclass(frozen=True)
class Quarters:
    """How many quarters are judged, from which to which (year and quarter), and how many are
    outside the usual span."""

    count: int
    first: tuple[int, int]
    last: tuple[int, int]
    above: int
    below: int
    run: int
    """Quarters in a row on one `side` of the middle, to one of these, where they are many; else 0.
    """
    side: str

    @property
    def are_quiet(self) -> bool:
        """Whether there is nothing unusual."""
        return self.above + self.below + self.run == 0


@dataclass(frozen=True)
class CrimesUnusual:
    """Whether reported crimes are unusual in a year, and in its quarters and those after it."""

    answer: Unusual
    year: int | None
    """None where no whole year can be compared."""
    chance: Chance | None
    direction: Direction | None
    quarters: Quarters | None
    """None where they can't be judged."""


@dataclass(frozen=True)
class CrimesChanged:
    """Reported crimes against the same time the year before; `type` is "" for all."""

    area: str
    type: str
    count: int
    when: str
    change: Change
    chance: Chance | None = None
    """None where the change isn't judged by itself."""
    unusual: CrimesUnusual | None = None
    """What else is unusual, where it isn't told beside."""


@dataclass(frozen=True)
class CrimesByArea:
    """Reported crimes of many areas by name, each in words, with its time where that is another."""

    when: str
    areas: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CrimesAlone:
    """Reported crimes with nothing to compare with."""

    when: str


@dataclass(frozen=True)
class RateDiffers:
    """A published rate that isn't what count and mean population give."""

    year: int
    published: float
    own: float


@dataclass(frozen=True)
class OnPoliceList:
    """An area on the police's list, with its class in other years."""

    area: str
    year: int
    klass: str
    earlier: tuple[tuple[int, str], ...]
    is_latest: bool


@dataclass(frozen=True)
class BecamePrioritised:
    """An area that is prioritised in a year and was not the year before, and the last year before
    that; None for no year in the data."""

    area: str
    year: int
    last: int | None


Values = (
    IndicatorMoved
    | IndicatorAlone
    | AreasMoved
    | IndexStands
    | SurveyAnswers
    | NotPublished
    | FollowUpsUntil
    | NoFollowUps
    | Deviating
    | ActivitiesStand
    | StatusesChanged
    | ReportsMissing
    | DialoguesHeld
    | AreaDialogues
    | DialogueThemes
    | NoDialogue
    | CrimesChanged
    | CrimesByArea
    | CrimesAlone
    | RateDiffers
    | OnPoliceList
    | BecamePrioritised
    | CrimesUnusual
)


@dataclass(frozen=True)
class Finding:
    """What the data says, and the table and sources that it rests on. Its kind is the type of its
    values."""

    values: Values
    table: str
    kallor: tuple[str, ...]
    caveats: tuple[Caveat, ...] = ()
