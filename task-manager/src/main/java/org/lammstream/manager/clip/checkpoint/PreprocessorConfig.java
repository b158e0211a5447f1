package org.lammstream.manager.clip.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;

/**
 * What {@code preprocessor_config.json} says, reduced to the recipe all CLIP models use: resize
 * with antialiased bicubic interpolation, cut out a centred square, scale to 0..1, normalise.
 * Defaults of absent fields are those of Hugging Face's {@code CLIPImageProcessor}; other recipes
 * are refused.
 *
 * @param resize how the image is resized
 * @param size side of the resulting square in pixels
 * @param rescaleFactor what a 0..255 value is multiplied by; 1 where the file switches rescaling
 *     off
 * @param mean subtracted per channel (red, green, blue) after rescaling; not copied
 * @param std divided by per channel after that; not copied
 */
public record PreprocessorConfig(
    Resize resize, int size, double rescaleFactor, float[] mean, float[] std) {

  /** How an image is resized before the crop. */
  public sealed interface Resize {

    /** The least width or height that can come out, in pixels. */
    int shortestSide();

    /** The shorter side gets this many pixels, the longer one follows in proportion. */
    record ShortestEdge(int pixels) implements Resize {
      @Override
      public int shortestSide() {
        return pixels;
      }
    }

    /** Both sides get this many pixels, whatever the proportion was. */
    record Exact(int width, int height) implements Resize {
      @Override
      public int shortestSide() {
        return Math.min(width, height);
      }
    }
  }

  private static final int MAX_SIDE = 1 << 12;
  private static final int BICUBIC = 3;
  private static final float[] CLIP_MEAN = {0.48145467f, 0.4578275f, 0.40821072f};
  private static final float[] CLIP_STD = {0.26862955f, 0.2613026f, 0.2757771f};

  /**
   * Reads and checks a {@code preprocessor_config.json}.
   *
   * @throws CheckpointException if the file is missing, is no JSON, holds a value out of range or
   *     describes preprocessing that is not supported
   */
  public static PreprocessorConfig read(Path file) {
    JsonSection json = JsonSection.read(file);
    if (!json.flag("do_resize", true)) {
      throw json.error("do_resize is false; images must be resized");
    }
    if (json.integer("resample", BICUBIC, 0, 5) != BICUBIC) {
      throw json.error("resample is not 3 (bicubic), the only interpolation supported");
    }
    Resize resize = resize(json);
    int size = json.flag("do_center_crop", true) ? crop(json) : uncropped(json, resize);
    checkCropFits(json, resize, size);
    boolean rescale = json.flag("do_rescale", true);
    boolean normalise = json.flag("do_normalize", true);
    return new PreprocessorConfig(
        resize,
        size,
        rescale ? json.number("rescale_factor", 1 / 255.0) : 1,
        normalise ? channels(json, "image_mean", CLIP_MEAN) : new float[] {0, 0, 0},
        normalise ? channels(json, "image_std", CLIP_STD) : new float[] {1, 1, 1});
  }

  /** OpenAI's recipe for square images of this size, for checkpoints made by our own code. */
  public static PreprocessorConfig clip(int size) {
    return new PreprocessorConfig(
        new Resize.ShortestEdge(size), size, 1 / 255.0, CLIP_MEAN.clone(), CLIP_STD.clone());
  }

  private static Resize resize(JsonSection json) {
    if (!json.isObject("size")) {
      return new Resize.ShortestEdge(json.integer("size", 224, 1, MAX_SIDE));
    }
    JsonSection size = json.section("size");
    if (size.has("shortest_edge")) {
      return new Resize.ShortestEdge(size.integer("shortest_edge", 224, 1, MAX_SIDE));
    }
    if (size.has("height") && size.has("width")) {
      return new Resize.Exact(
          size.integer("width", 224, 1, MAX_SIDE), size.integer("height", 224, 1, MAX_SIDE));
    }
    throw json.error("size has neither shortest_edge nor height and width");
  }

  private static int crop(JsonSection json) {
    if (!json.isObject("crop_size")) {
      return json.integer("crop_size", 224, 1, MAX_SIDE);
    }
    JsonSection crop = json.section("crop_size");
    int height = crop.integer("height", 224, 1, MAX_SIDE);
    int width = crop.integer("width", 224, 1, MAX_SIDE);
    if (height != width) {
      throw json.error("crop_size " + width + "x" + height + " is not square");
    }
    return height;
  }

  private static int uncropped(JsonSection json, Resize resize) {
    if (resize instanceof Resize.Exact exact && exact.width == exact.height) {
      return exact.width;
    }
    throw json.error("without a centre crop, size must be a height and an equal width");
  }

  private static void checkCropFits(JsonSection json, Resize resize, int size) {
    int shortest = resize.shortestSide();
    if (size > shortest) {
      throw json.error("crop_size " + size + " is larger than the resized image, " + shortest);
    }
  }

  private static float[] channels(JsonSection json, String field, float[] absent) {
    if (!json.has(field)) {
      return absent.clone();
    }
    JsonNode values = json.node().path(field);
    float[] channels = new float[3];
    boolean usable = values.isArray() && values.size() == channels.length;
    for (int i = 0; usable && i < channels.length; i++) {
      channels[i] = values.get(i).floatValue();
      usable = values.get(i).isNumber() && Float.isFinite(channels[i]);
      usable &= !field.equals("image_std") || channels[i] > 0;
    }
    if (!usable) {
      throw json.error(field + " does not hold three usable numbers");
    }
    return channels;
  }
}
