# /// script
# requires-python = ">=3.11"
# dependencies = ["pillow==13.0.0", "imageio-ffmpeg==0.8.1"]
# ///
"""Draws and plays the sample files that the mock serves. Run it with: uv run mock/make_samples.py.

Everything in them is made by this script, so they carry nobody's rights and nobody's data. They
are committed, because a user of the mock has no encoder.
"""

from __future__ import annotations

import math
import struct
import subprocess
import tempfile
import wave
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageDraw

SAMPLES = Path(__file__).with_name("green_api_mock") / "storage" / "samples"
SIZE = (640, 480)
SKY_TOP, SKY_BOTTOM = (38, 70, 132), (250, 190, 140)
HILLS = (
    (0.62, 60, 1.0, (64, 92, 110)),
    (0.72, 45, 2.1, (44, 84, 78)),
    (0.82, 30, 3.4, (24, 60, 50)),
)
RATE = 16_000
MELODY = (440.0, 554.37, 659.25, 880.0)
NOTE_SECONDS = 0.4


def landscape(sun: float = 0.5) -> Image.Image:
    """Hills under a sun that stands between left (0) and right (1)."""
    width, height = SIZE
    picture = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(picture)
    for y in range(height):
        share = y / height
        colour = tuple(
            round(top + (bottom - top) * share)
            for top, bottom in zip(SKY_TOP, SKY_BOTTOM, strict=True)
        )
        draw.line([(0, y), (width, y)], fill=colour)
    x, y = width * sun, height * (0.42 - 0.22 * math.sin(math.pi * sun))
    draw.ellipse([x - 34, y - 34, x + 34, y + 34], fill=(255, 236, 170))
    for level, swing, waves, colour in HILLS:
        ridge = [
            (x, height * level + swing * math.sin(waves * math.tau * x / width + waves))
            for x in range(0, width + 4, 4)
        ]
        draw.polygon([(0, height), *ridge, (width, height)], fill=colour)
    return picture


def melody(path: Path) -> None:
    """Four notes that fade, as a WAV file."""
    samples: list[int] = []
    for note in MELODY:
        count = round(RATE * NOTE_SECONDS)
        for index in range(count):
            fade = (1 - index / count) ** 2
            samples.append(round(12_000 * fade * math.sin(math.tau * note * index / RATE)))
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def encode(*arguments: str) -> None:
    """Run ffmpeg so that it writes the same bytes every time."""
    exact = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact")
    *inputs, output = arguments
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *inputs, *exact, output]
    subprocess.run(command, check=True)  # noqa: S603 - constant arguments


def document() -> bytes:
    """A PDF of one page that says what it is."""
    text = b"BT /F1 24 Tf 72 760 Td (A sample document) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    pdf = bytearray(b"%PDF-1.4\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    pdf += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    pdf += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(pdf)


def main() -> None:
    """Write every sample."""
    SAMPLES.mkdir(exist_ok=True)
    picture = landscape()
    picture.save(SAMPLES / "sample.png", optimize=True)
    picture.save(SAMPLES / "sample.jpg", quality=82, optimize=True)
    (SAMPLES / "sample.pdf").write_bytes(document())
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "melody.wav"
        melody(sound)
        encode("-i", str(sound), "-c:a", "libopus", "-b:a", "24k", str(SAMPLES / "sample.ogg"))
        encode("-i", str(sound), "-b:a", "32k", str(SAMPLES / "sample.mp3"))
        frames = 32
        for index in range(frames):
            frame = landscape(index / (frames - 1)).resize((320, 240))
            frame.save(Path(folder) / f"{index:03}.png")
        moving = ("-framerate", "16", "-i", str(Path(folder) / "%03d.png"), "-i", str(sound))
        video = ("-c:v", "libx264", "-crf", "30", "-pix_fmt", "yuv420p", "-threads", "1")
        sounding = ("-c:a", "aac", "-b:a", "32k", "-shortest", "-movflags", "+faststart")
        encode(*moving, *video, *sounding, str(SAMPLES / "sample.mp4"))


if __name__ == "__main__":
    main()
