"""The author's picture: nothing of the file survives but what is seen."""

import io
import time

import pytest
from PIL import Image

from bot.darkroom.headers import PhotoRefused
from bot.darkroom.photo import adopt
from tests.darkroom.hostile import HEIC, HOSTILE, file, repeated_scan, scene, zipped_behind


def _deep() -> Image.Image:
    return scene().convert("I").point(lambda value: value * 256).convert("I;16")


GOOD = {
    "JPEG": lambda: file(scene(), "JPEG"),
    "progressive JPEG": lambda: file(scene(), "JPEG", progressive=True),
    "CMYK JPEG": lambda: file(scene().convert("CMYK"), "JPEG"),
    "grey JPEG": lambda: file(scene().convert("L"), "JPEG"),
    "two pictures in a JPEG": lambda: file(scene(), "MPO", save_all=True, append_images=[scene()]),
    "PNG": lambda: file(scene(), "PNG"),
    "PNG with a palette": lambda: file(scene().quantize(16), "PNG"),
    "PNG with 16 bits of grey": lambda: file(_deep(), "PNG"),
    "transparent PNG": lambda: file(scene().convert("RGBA"), "PNG"),
    "WebP": lambda: file(scene(), "WEBP"),
    "lossless WebP": lambda: file(scene(), "WEBP", lossless=True),
    "transparent WebP": lambda: file(Image.new("RGBA", (600, 600), "#ff000080"), "WEBP"),
    "AVIF": lambda: file(scene(), "AVIF"),
    "HEIC": lambda: HEIC,
}


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def reason(data: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        adopt(data)
    return refused.value.reason


def test_place_camera_and_comment_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAM"
    exif.get_ifd(0x8825)[1] = "N"
    dirty = file(scene(), "JPEG", exif=exif, comment=b"SECRETNOTE") + b"SECRETTAIL"
    assert b"SECRETCAM" in dirty
    clean = adopt(dirty)
    assert b"SECRET" not in clean
    with opened(clean) as image:
        assert not image.getexif()


def test_a_picture_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with opened(adopt(file(scene(800, 600), "JPEG", exif=exif))) as image:
        assert image.size == (600, 800)


def test_a_large_picture_is_made_smaller() -> None:
    with opened(adopt(file(scene(4000, 1000), "JPEG"))) as image:
        assert image.size == (1600, 400)


def test_what_is_transparent_becomes_white() -> None:
    with opened(adopt(file(Image.new("RGBA", (600, 600)), "PNG"))) as image:
        assert image.convert("RGB").getpixel((30, 30)) == (255, 255, 255)


@pytest.mark.parametrize("name", GOOD)
def test_the_promised_kinds_of_file_are_taken_whatever_their_name_or_type(name: str) -> None:
    with opened(adopt(GOOD[name]())) as image:
        assert image.format == "JPEG"
        assert min(image.size) >= 600
        light = image.convert("L").resize((3, 3)).getpixel((1, 1))
        assert 0 < light < 250


@pytest.mark.parametrize("name", HOSTILE)
def test_what_costs_more_than_it_weighs_is_refused_by_its_head(name: str) -> None:
    make, why = HOSTILE[name]
    data = make()
    before = time.process_time()
    assert reason(data) == why
    assert time.process_time() - before < 0.7


@pytest.mark.parametrize("name", [name for name in GOOD if name != "two pictures in a JPEG"])
def test_a_file_that_ends_too_early_is_damaged(name: str) -> None:
    assert reason(GOOD[name]()[: len(GOOD[name]()) * 2 // 3]) == "broken"


def test_as_many_scans_as_are_allowed_over_as_many_pixels_cost_less_than_two_seconds() -> None:
    before = time.process_time()
    adopt(repeated_scan(5000, 5000, 49))
    assert time.process_time() - before < 2.0
    assert adopt(repeated_scan(800, 600, 90))
    assert reason(repeated_scan(5000, 5000, 90)) == "broken"


def test_a_file_of_two_kinds_leaves_only_its_picture() -> None:
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        clean = adopt(zipped_behind(file(scene(), kind)))
        assert b"SECRET" not in clean
        assert clean.endswith(b"\xff\xd9")


def test_a_film_behind_a_photo_does_not_count_as_scans() -> None:
    assert adopt(file(scene(), "JPEG") + b"\xff\xda\0\x08" * 1_000)


def test_less_than_500_pixels_on_the_short_side_are_too_few() -> None:
    assert reason(file(scene(4000, 499), "JPEG")) == "too_small"
    assert reason(file(scene(499, 4000), "PNG")) == "too_small"
    assert adopt(file(scene(500, 500), "WEBP"))
