"""Makes the images in this folder: X.jpg as found in the wild, X.png what Pillow 12.3 makes of it."""
import numpy as np
from PIL import Image, ImageCms

y, x = np.mgrid[0:16, 0:24]
noise = np.random.default_rng(1).normal(0, 12, (16, 24, 3))
waves = np.stack([np.sin(x / 7 + y / 11), np.cos(x / 5 - y / 9), np.sin((x + y) / 13)], -1)
photo = Image.fromarray((127 + 100 * waves + noise).clip(0, 255).astype(np.uint8))

photo.convert("CMYK").save("cmyk.jpg", quality=85)
ycck = bytearray(open("cmyk.jpg", "rb").read())
ycck[ycck.find(b"Adobe") + 11] = 2
open("ycck.jpg", "wb").write(ycck)
profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
red, blue = profile.find(b"rXYZ"), profile.find(b"bXYZ")
profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
photo.save("red-and-blue-swapped-by-profile.jpg", icc_profile=bytes(profile))
orientation = Image.Exif()
orientation[0x112] = 6
photo.save("lying-by-exif.jpg", exif=orientation)
photo.save("progressive.jpg", progressive=True)
photo.convert("L").save("grey.jpg")
for name in ["cmyk", "ycck", "red-and-blue-swapped-by-profile", "lying-by-exif", "progressive", "grey"]:
    Image.open(name + ".jpg").convert("RGB").save(name + ".png")
