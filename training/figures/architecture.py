"""Draw a siamese network: the two branches and their comparison, then every layer of the shared embedding."""

from collections.abc import Sequence

from training.figures.canvas import HEADER_HEIGHT, MARGIN, SMALL_TEXT_SIZE, Canvas
from training.figures.network_summary import LayerSummary, NetworkSummary, Stage
from training.figures.palette import BACKGROUND, BORDER, GENUINE, MUTED_TEXT, PANEL

MAX_COLUMNS = 3
ROW_HEIGHT, TITLE_HEIGHT, STAGE_GAP = 22, 28, 14
"""Pixels: a layer, a stage's title, and the gap below a stage."""

DIAGRAM_WIDTH, DIAGRAM_HEIGHT, COLUMN_WIDTH, COLUMN_GAP = 340, 600, 400, 22
BRANCH_TOP_WIDTH, BRANCH_BOTTOM_WIDTH, BRANCH_HEIGHT = 116, 56, 148
BAR_COLOUR, BRANCH_COLOUR = "#d5e6f2", "#e3eef6"

KIND_LEFT, SHAPE_RIGHT, PARAMETERS_RIGHT = 118, COLUMN_WIDTH - 80, COLUMN_WIDTH - 12
"""Pixels from the left of a column: the left edge of a layer's kind, the right edges of its numbers."""

Column = list[Stage]


def split_into_columns(stages: Sequence[Stage], max_columns: int = MAX_COLUMNS) -> list[Column]:
    """Whole stages in order, in as few columns as the diagram's height allows, then as short as possible."""
    height = max(DIAGRAM_HEIGHT, *map(stage_height, stages))
    while len(columns := _fill_columns(stages, height)) > max_columns:
        height += ROW_HEIGHT
    return columns


def stage_height(stage: Stage) -> float:
    return TITLE_HEIGHT + ROW_HEIGHT * len(stage.layers) + STAGE_GAP


def draw_architecture(network: NetworkSummary) -> Canvas:
    columns = split_into_columns(network.stages)
    tallest = max(sum(map(stage_height, column)) for column in columns)
    left = MARGIN + DIAGRAM_WIDTH + COLUMN_GAP
    width = left + len(columns) * (COLUMN_WIDTH + COLUMN_GAP) - COLUMN_GAP + MARGIN
    height = HEADER_HEIGHT + max(tallest, DIAGRAM_HEIGHT) + MARGIN
    canvas = Canvas(width, height, network.title, _explanation(network))
    _draw_diagram(canvas, network)
    max_values = max(layer.values for stage in network.stages for layer in stage.layers)
    _draw_legend(canvas, max_values)
    for number, column in enumerate(columns):
        _draw_column(canvas, column, left + number * (COLUMN_WIDTH + COLUMN_GAP), max_values)
    return canvas


def _explanation(network: NetworkSummary) -> str:
    return (
        f"{network.parameters:,} parameters in {len(network.layers)} layers. For each layer of the "
        "embedding: what it does, the shape of its output for one crop, and its parameters."
    )


def _fill_columns(stages: Sequence[Stage], height: float) -> list[Column]:
    """Fill each column up to ``height``."""
    columns: list[Column] = [[]]
    for stage in stages:
        if sum(map(stage_height, [*columns[-1], stage])) > height:
            columns.append([])
        columns[-1].append(stage)
    return columns


def _draw_column(canvas: Canvas, column: Column, left: float, max_values: int) -> None:
    top = float(HEADER_HEIGHT)
    for stage in column:
        _draw_stage(canvas, stage, left, top, max_values)
        top += stage_height(stage)


def _draw_stage(canvas: Canvas, stage: Stage, left: float, top: float, max_values: int) -> None:
    canvas.box(left, top, COLUMN_WIDTH, stage_height(stage) - STAGE_GAP + 4, PANEL, BORDER)
    canvas.text(stage.title, left + 12, top + 6, bold=True)
    parameters = f"{stage.parameters:,} parameters" if stage.parameters else "no parameters"
    right = left + PARAMETERS_RIGHT
    canvas.text(parameters, right, top + 7, size=SMALL_TEXT_SIZE, colour=MUTED_TEXT, align="right")
    for row, layer in enumerate(stage.layers):
        _draw_layer(canvas, layer, left, top + TITLE_HEIGHT + row * ROW_HEIGHT, max_values)


def _draw_layer(canvas: Canvas, layer: LayerSummary, left: float, top: float, max_values: int) -> None:
    bar_width = max(2, (COLUMN_WIDTH - 12) * layer.values / max_values)
    canvas.box(left + 6, top + 1, bar_width, ROW_HEIGHT - 3, BAR_COLOUR)
    size, y = SMALL_TEXT_SIZE, top + 3
    canvas.text(layer.label, left + 12, y, size=size, bold=True, max_width=KIND_LEFT - 16)
    canvas.text(layer.kind, left + KIND_LEFT, y, size=size, max_width=SHAPE_RIGHT - KIND_LEFT - 66)
    canvas.text(_format_shape(layer), left + SHAPE_RIGHT, y, size=size, align="right")
    if layer.parameters:
        canvas.text(f"{layer.parameters:,}", left + PARAMETERS_RIGHT, y, size=size, align="right")


def _draw_diagram(canvas: Canvas, network: NetworkSummary) -> None:
    """From the two crops at the top down to their similarity."""
    left = MARGIN + BRANCH_TOP_WIDTH / 2 + 8
    right = MARGIN + DIAGRAM_WIDTH - BRANCH_TOP_WIDTH / 2 - 8
    _draw_branches(canvas, network, (left, right))
    _draw_shared_weights(canvas, network, left, right)
    _draw_comparison(canvas, network, (left + right) / 2)


def _draw_branches(canvas: Canvas, network: NetworkSummary, centres: tuple[float, float]) -> None:
    top, middle = float(HEADER_HEIGHT), sum(centres) / 2
    values = network.stages[-1].layers[-1].values
    for x, crop in zip(centres, network.inputs, strict=True):
        _draw_node(canvas, x, top, 132, crop.label, _format_shape(crop))
        canvas.arrow((x, top + 56), (x, top + 84))
        _draw_branch(canvas, x, top + 86, f"{values:,}\nvalues")
        canvas.arrow((x, top + 236), (middle + (x - middle) * 0.4, top + 286))


def _draw_shared_weights(canvas: Canvas, network: NetworkSummary, left: float, right: float) -> None:
    top, middle = HEADER_HEIGHT + 106, (left + right) / 2
    parameters = sum(stage.parameters for stage in network.stages)
    canvas.text("shared weights", middle, top, size=SMALL_TEXT_SIZE, colour=MUTED_TEXT, align="center")
    canvas.arrow((left + 50, top + 24), (right - 50, top + 24), "<|-|>")
    text = f"{parameters:,}\nparameters"
    canvas.text(text, middle, top + 32, size=SMALL_TEXT_SIZE, colour=MUTED_TEXT, align="center")


def _draw_comparison(canvas: Canvas, network: NetworkSummary, middle: float) -> None:
    """The distance, its weighted sum and the similarity."""
    top = float(HEADER_HEIGHT)
    bases = network.distance.values // network.stages[-1].layers[-1].values
    values = f"{network.distance.values:,} values" + (f" along {bases} bases" if bases > 1 else "")
    _draw_node(canvas, middle, top + 288, 220, "distance |a − b|", values)
    canvas.arrow((middle, top + 344), (middle, top + 372))
    parameters = f"{network.similarity.parameters:,} parameters"
    _draw_node(canvas, middle, top + 374, 220, "weighted sum, sigmoid", parameters)
    canvas.arrow((middle, top + 430), (middle, top + 458))
    canvas.text("similarity from 0 to 1", middle, top + 464, bold=True, align="center")
    canvas.text("1: the same person", middle, top + 485, colour=MUTED_TEXT, align="center")


def _draw_legend(canvas: Canvas, max_values: int) -> None:
    """The meaning of the bars, below the diagram."""
    top = HEADER_HEIGHT + DIAGRAM_HEIGHT - 40
    canvas.box(MARGIN, top, DIAGRAM_WIDTH, ROW_HEIGHT - 3, BAR_COLOUR)
    text = f"Bars: number of output values. The longest: {max_values:,}."
    canvas.text(text, MARGIN + 6, top + 2, size=SMALL_TEXT_SIZE)


def _draw_node(canvas: Canvas, middle: float, top: float, width: float, title: str, numbers: str) -> None:
    canvas.box(middle - width / 2, top, width, 54, BACKGROUND, GENUINE)
    canvas.text(title, middle, top + 8, bold=True, align="center")
    canvas.text(numbers, middle, top + 30, size=SMALL_TEXT_SIZE, colour=MUTED_TEXT, align="center")


def _draw_branch(canvas: Canvas, middle: float, top: float, numbers: str) -> None:
    """A trapezium: wide at the crop, narrow at the embedding."""
    wide, narrow, bottom = BRANCH_TOP_WIDTH / 2, BRANCH_BOTTOM_WIDTH / 2, top + BRANCH_HEIGHT
    upper = [(middle - wide, top), (middle + wide, top)]
    canvas.polygon([*upper, (middle + narrow, bottom), (middle - narrow, bottom)], BRANCH_COLOUR, GENUINE)
    canvas.text("embedding", middle, top + 20, bold=True, align="center")
    canvas.text(numbers, middle, top + 62, size=SMALL_TEXT_SIZE, colour=MUTED_TEXT, align="center")


def _format_shape(layer: LayerSummary) -> str:
    return "×".join(map(str, layer.shape))
