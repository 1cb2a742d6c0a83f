"""A strip without anything on it: what stands where a decided card stood."""

import functools
import io

_SIZE = (640, 80)
_COLOUR = (226, 224, 220)


@functools.cache
def blank() -> bytes:
    from PIL import Image  # flows show this strip, and load nothing that draws before they do

    out = io.BytesIO()
    Image.new("RGB", _SIZE, _COLOUR).save(out, "JPEG", quality=80)
    return out.getvalue()
