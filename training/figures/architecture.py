"""A twin network on one page: the twins and how they are compared, then every layer that both share."""

from collections.abc import Sequence

from training.figures.canvas import (
    HEADER,
    LINE,
    MARGIN,
    PAPER,
    QUIET,
    SAME_COLOUR,
    SMALL_SIZE,
    WASH,
    Page,
)
from training.figures.network_summary import LayerPlan, Stage, TwinPlan

MOST_COLUMNS = 2
ROW, TITLE, GAP = 22, 28, 14
"""Pixels: a layer, a stage's title, and below a stage."""

TWINS_WIDTH, TWINS_HEIGHT, COLUMN_WIDTH, BETWEEN = 340, 600, 400, 22
TWIN_WIDTH, TWIN_NARROW, TWIN_HEIGHT = 116, 56, 148
BAR, TWIN_FILL = "#d5e6f2", "#e3eef6"

KIND_AT, SHAPE_ENDS, PARAMETERS_END = 118, COLUMN_WIDTH - 80, COLUMN_WIDTH - 12
"""Pixels from the left of a column: where what a layer does begins, and where its figures end."""

Column = list[Stage]


def in_columns(stages: Sequence[Stage], most_columns: int = MOST_COLUMNS) -> list[Column]:
    """The stages in order, from column to column, none torn apart; few columns, then short ones."""
    height = max(TWINS_HEIGHT, *map(stage_height, stages))
    while len(columns := _fill(stages, height)) > most_columns:
        height += ROW
    return columns


def stage_height(stage: Stage) -> float:
    return TITLE + ROW * len(stage.layers) + GAP


def draw_architecture(plan: TwinPlan) -> Page:
    columns = in_columns(plan.stages)
    tallest = max(sum(map(stage_height, column)) for column in columns)
    left = MARGIN + TWINS_WIDTH + BETWEEN
    width = left + len(columns) * (COLUMN_WIDTH + BETWEEN) - BETWEEN + MARGIN
    explanation = (
        f"{plan.parameters:,} parameters in {len(plan.layers)} layers. Of each layer of the embedding: what "
        "it does, what comes out of it for one crop, and its parameters."
    )
    page = Page(width, HEADER + max(tallest, TWINS_HEIGHT) + MARGIN, plan.title, explanation)
    _draw_twins(page, plan)
    largest = max(layer.values for stage in plan.stages for layer in stage.layers)
    _draw_scale(page, largest)
    for number, column in enumerate(columns):
        _draw_column(page, column, left + number * (COLUMN_WIDTH + BETWEEN), largest)
    return page


def _fill(stages: Sequence[Stage], height: float) -> list[Column]:
    """As much into each column as ``height`` allows."""
    columns: list[Column] = [[]]
    for stage in stages:
        if sum(map(stage_height, [*columns[-1], stage])) > height:
            columns.append([])
        columns[-1].append(stage)
    return columns


def _draw_column(page: Page, column: Column, left: float, largest: int) -> None:
    top = float(HEADER)
    for stage in column:
        _draw_stage(page, stage, left, top, largest)
        top += stage_height(stage)


def _draw_stage(page: Page, stage: Stage, left: float, top: float, largest: int) -> None:
    page.card(left, top, COLUMN_WIDTH, stage_height(stage) - GAP + 4, WASH, LINE)
    page.words(stage.title, left + 12, top + 6, bold=True)
    parameters = f"{stage.parameters:,} parameters" if stage.parameters else "no parameters"
    page.words(parameters, left + PARAMETERS_END, top + 7, size=SMALL_SIZE, colour=QUIET, across="right")
    for line, layer in enumerate(stage.layers):
        _draw_layer(page, layer, left, top + TITLE + line * ROW, largest)


def _draw_layer(page: Page, layer: LayerPlan, left: float, top: float, largest: int) -> None:
    length = max(2, (COLUMN_WIDTH - 12) * layer.values / largest)
    page.card(left + 6, top + 1, length, ROW - 3, BAR)
    page.words(layer.label, left + 12, top + 3, size=SMALL_SIZE, bold=True, width=KIND_AT - 16)
    page.words(layer.kind, left + KIND_AT, top + 3, size=SMALL_SIZE, width=SHAPE_ENDS - KIND_AT - 66)
    page.words(_shape(layer), left + SHAPE_ENDS, top + 3, size=SMALL_SIZE, across="right")
    if layer.parameters:
        page.words(f"{layer.parameters:,}", left + PARAMETERS_END, top + 3, size=SMALL_SIZE, across="right")


def _draw_twins(page: Page, plan: TwinPlan) -> None:
    """From the two crops at the top down to their similarity."""
    left, right = MARGIN + TWIN_WIDTH / 2 + 8, MARGIN + TWINS_WIDTH - TWIN_WIDTH / 2 - 8
    middle, top = (left + right) / 2, float(HEADER)
    out = plan.stages[-1].layers[-1]
    for side, given in zip((left, right), plan.inputs, strict=True):
        _draw_node(page, side, top, 132, given.label, _shape(given))
        page.arrow((side, top + 56), (side, top + 84))
        _draw_twin(page, side, top + 86, f"{out.values:,}\nvalues")
        page.arrow((side, top + 236), (middle + (side - middle) * 0.4, top + 286))
    shared = sum(stage.parameters for stage in plan.stages)
    page.words("shared weights", middle, top + 106, size=SMALL_SIZE, colour=QUIET, across="center")
    page.arrow((left + 50, top + 130), (right - 50, top + 130), "<|-|>")
    page.words(f"{shared:,}\nparameters", middle, top + 138, size=SMALL_SIZE, colour=QUIET, across="center")
    bases = plan.distance.values // out.values
    values = f"{plan.distance.values:,} values" + (f" along {bases} bases" if bases > 1 else "")
    _draw_node(page, middle, top + 288, 220, "distance |a − b|", values)
    page.arrow((middle, top + 344), (middle, top + 372))
    parameters = f"{plan.similarity.parameters:,} parameters"
    _draw_node(page, middle, top + 374, 220, "weighted sum, sigmoid", parameters)
    page.arrow((middle, top + 430), (middle, top + 458))
    page.words("similarity from 0 to 1", middle, top + 464, bold=True, across="center")
    page.words("1: the same person", middle, top + 485, colour=QUIET, across="center")


def _draw_scale(page: Page, largest: int) -> None:
    """What the bars mean, below the twins."""
    top = HEADER + TWINS_HEIGHT - 40
    page.card(MARGIN, top, TWINS_WIDTH, ROW - 3, BAR)
    meaning = f"Bars: how many values come out. The longest: {largest:,}."
    page.words(meaning, MARGIN + 6, top + 2, size=SMALL_SIZE)


def _draw_node(page: Page, middle: float, top: float, width: float, title: str, figures: str) -> None:
    page.card(middle - width / 2, top, width, 54, PAPER, SAME_COLOUR)
    page.words(title, middle, top + 8, bold=True, across="center")
    page.words(figures, middle, top + 30, size=SMALL_SIZE, colour=QUIET, across="center")


def _draw_twin(page: Page, middle: float, top: float, figures: str) -> None:
    """Wide where the crop goes in, narrow where few numbers come out."""
    wide, narrow, bottom = TWIN_WIDTH / 2, TWIN_NARROW / 2, top + TWIN_HEIGHT
    above = [(middle - wide, top), (middle + wide, top)]
    page.shape([*above, (middle + narrow, bottom), (middle - narrow, bottom)], TWIN_FILL, SAME_COLOUR)
    page.words("embedding", middle, top + 20, bold=True, across="center")
    page.words(figures, middle, top + 62, size=SMALL_SIZE, colour=QUIET, across="center")


def _shape(layer: LayerPlan) -> str:
    return "×".join(map(str, layer.shape))
