"""The author's picture: nothing of the file survives but what is seen."""

import io

import pytest
from PIL import Image

from bot.cards import PhotoRefused, adopt


def file(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photo(width: int = 640, height: int = 480) -> Image.Image:
    return Image.radial_gradient("L").resize((width, height)).convert("RGB")


def test_place_camera_and_comment_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAM"
    exif.get_ifd(0x8825)[1] = "N"
    dirty = file(photo(), "JPEG", exif=exif, comment=b"SECRETNOTE") + b"SECRETTAIL"
    assert b"SECRETCAM" in dirty
    clean = adopt(dirty)
    assert b"SECRET" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert not image.getexif()


def test_a_picture_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(adopt(file(photo(640, 480), "JPEG", exif=exif)))) as image:
        assert image.size == (480, 640)


def test_a_large_picture_is_made_smaller() -> None:
    with Image.open(io.BytesIO(adopt(file(photo(4000, 1000), "JPEG")))) as image:
        assert image.size == (1600, 400)


def test_what_is_transparent_becomes_white() -> None:
    with Image.open(io.BytesIO(adopt(file(Image.new("RGBA", (64, 64)), "PNG")))) as image:
        assert image.convert("RGB").getpixel((30, 30)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF"])
def test_the_usual_kinds_of_file_are_taken(kind: str) -> None:
    assert adopt(file(photo(), kind)).startswith(b"\xff\xd8")


def reason(data: bytes, **options: int) -> str:
    with pytest.raises(PhotoRefused) as refused:
        adopt(data, **options)
    return refused.value.reason


def test_each_refusal_has_its_name() -> None:
    moving = file(photo(), "GIF", save_all=True, append_images=[Image.new("RGB", (640, 480))])
    assert reason(b"") == "unsupported"
    assert reason(b"<svg xmlns='http://www.w3.org/2000/svg'/>") == "unsupported"
    assert reason(file(photo(), "JPEG")[:3000]) == "broken"
    assert reason(file(photo(), "PNG")[:2000]) == "broken"
    assert reason(moving) == "animated"
    assert reason(file(photo(), "PNG"), limit_pixels=1000) == "too_large"
