package org.lammstream.manager.clip.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.lammstream.manager.clip.image.ImageRejectedException.Kind;

/**
 * Decodes images that others sent: JPEG, PNG, BMP and the first frame of GIF, told by their first
 * bytes. The dimensions are checked before anything is decoded. The result equals Pillow's {@code
 * Image.open(...).convert("RGB")}; like there, an orientation in EXIF data is ignored. The one
 * exception is 16-bit grey, where Pillow turns all but the darkest values white and we take the
 * upper 8 bits. Thread-safe.
 */
public final class ImageGate {

  private final ImageLimits limits;

  /** Made with the default limits. */
  public ImageGate() {
    this(ImageLimits.DEFAULT);
  }

  /** Made with limits. */
  public ImageGate(ImageLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads and decodes an image file.
   *
   * @throws ImageRejectedException if it is missing, unreadable or too large; the message begins
   *     with the file
   */
  public RgbImage decode(Path file) {
    try {
      checkBytes(Files.size(file));
      return decode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ImageRejectedException(Kind.UNREADABLE, file + ": cannot be read: " + e, e);
    } catch (ImageRejectedException e) {
      throw new ImageRejectedException(e.kind(), file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Decodes an image.
   *
   * @throws ImageRejectedException if it is unreadable or too large
   */
  public RgbImage decode(byte[] bytes) {
    checkBytes(bytes.length);
    ImageFormat format = format(bytes);
    if (format == ImageFormat.BMP) {
      BmpHeader.check(bytes);
    }
    JpegSegments source =
        format == ImageFormat.JPEG ? JpegSegments.of(bytes) : new JpegSegments(0, false, bytes);
    ImageReader reader = reader(format);
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(source.decodable()))) {
      // Without metadata: texts and profiles can be compressed bombs, and we have no use for them.
      reader.setInput(in, true, true);
      checkPixels(reader.getWidth(0), reader.getHeight(0));
      return decode(reader, format, source);
    } catch (ImageRejectedException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers also throw unchecked exceptions of many kinds on damaged files.
      throw new ImageRejectedException(
          Kind.UNREADABLE, "damaged " + format + " image: " + reason(e), e);
    } finally {
      reader.dispose();
    }
  }

  private static RgbImage decode(ImageReader reader, ImageFormat format, JpegSegments source)
      throws IOException {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((origin, warning) -> warnings.add(warning));
    RgbImage image =
        source.components() == 4
            ? RgbConversion.ofCmyk(reader.readRaster(0, null), source.ycck())
            : RgbConversion.of(reader.read(0));
    for (String warning : warnings) {
      rejectTruncated(format, warning);
    }
    return image;
  }

  private void checkPixels(int width, int height) {
    if (width < 1 || height < 1) {
      throw new ImageRejectedException(Kind.UNREADABLE, "image without pixels");
    }
    if ((long) width * height > limits.maxPixels()) {
      throw new ImageRejectedException(
          Kind.TOO_LARGE,
          width
              + ("x" + height + " pixels are too many, the limit is " + limits.maxPixels())
              + " pixels");
    }
  }

  /** The JPEG reader fills up what is missing with grey and only warns. */
  private static void rejectTruncated(ImageFormat format, String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    if (text.contains("truncated") || text.contains("premature end")) {
      throw new ImageRejectedException(Kind.UNREADABLE, "truncated " + format + " image");
    }
  }

  private void checkBytes(long size) {
    if (size == 0) {
      throw new ImageRejectedException(Kind.UNREADABLE, "no image: empty");
    }
    if (size > limits.maxBytes()) {
      throw new ImageRejectedException(
          Kind.TOO_LARGE,
          size + " bytes are too many, the limit is " + limits.maxBytes() + " bytes");
    }
  }

  private static ImageFormat format(byte[] bytes) {
    ImageFormat format =
        ImageFormat.sniff(bytes)
            .orElseThrow(
                () ->
                    new ImageRejectedException(
                        Kind.UNREADABLE, "no image: neither JPEG nor PNG nor BMP nor GIF"));
    if (!format.supported()) {
      throw new ImageRejectedException(
          Kind.UNREADABLE, format + " images are not supported, only JPEG, PNG, BMP and GIF");
    }
    return format;
  }

  private static ImageReader reader(ImageFormat format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
    if (!readers.hasNext()) {
      throw new ImageRejectedException(
          Kind.UNREADABLE, "this Java runtime has no decoder for " + format);
    }
    return readers.next();
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
