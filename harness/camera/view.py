"""How a camera is held before a code. No more than numbers: pictures are made in ``photograph``."""

from __future__ import annotations

import math
from dataclasses import dataclass

SENSOR_PX = (1280, 960)
FIELD_OF_VIEW_DEG = 60.0
NEAREST_FOCUS_CM, FARTHEST_FOCUS_CM = 10.0, 100.0
BLUR_PX_PER_DIOPTRE = 4.0


@dataclass(frozen=True, slots=True)
class View:
    """How a camera is held before a code, and what is the matter with the light.

    Attributes:
        distance_cm: From the lens to the screen; the lens focuses from 10 to 100 cm.
        blur_px: Radius of additional blur, as of a hand that shakes.
        turned_deg: Turned about the axis of the lens.
        tilted: How much narrower the far side of the code is than the near one; 0 to 0.9.
        contrast: 1 as on the screen, 0 all one grey.
        glare: Part of the code's width that a reflection covers, 0 to 1.
        visible: Part of the code's width that is in the picture, 0 to 1.
    """

    distance_cm: float = 25.0
    blur_px: float = 0.0
    turned_deg: float = 0.0
    tilted: float = 0.0
    contrast: float = 1.0
    glare: float = 0.0
    visible: float = 1.0

    @property
    def px_per_cm(self) -> float:
        """Pixels of the picture per cm of the screen."""
        seen_cm = 2 * self.distance_cm * math.tan(math.radians(FIELD_OF_VIEW_DEG / 2))
        return SENSOR_PX[0] / seen_cm

    @property
    def defocus_px(self) -> float:
        """Radius of the blur of a lens that cannot focus on this distance."""
        sharp_cm = min(max(self.distance_cm, NEAREST_FOCUS_CM), FARTHEST_FOCUS_CM)
        return BLUR_PX_PER_DIOPTRE * abs(100 / self.distance_cm - 100 / sharp_cm)


HELD_WELL = View()
"""In focus, straight, in good light."""
