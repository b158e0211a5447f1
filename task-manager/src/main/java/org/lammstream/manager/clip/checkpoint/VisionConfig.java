package org.lammstream.manager.clip.checkpoint;

/**
 * The image tower, a vision transformer. Defaults of absent fields are those of Hugging Face's
 * {@code CLIPVisionConfig}.
 *
 * @param imageSize width and height of the square input in pixels
 * @param patch width and height of a patch in pixels
 * @param width hidden size; a multiple of {@code heads}
 * @param layers number of blocks
 * @param heads attention heads per block
 * @param intermediate width inside the MLP
 * @param layerNormEpsilon added to the variance in every layer norm
 * @param activation of the MLP
 */
public record VisionConfig(
    int imageSize,
    int patch,
    int width,
    int layers,
    int heads,
    int intermediate,
    double layerNormEpsilon,
    Activation activation) {

  /** Patches along one side of the image. */
  public int grid() {
    return imageSize / patch;
  }

  /** Positions of the transformer: the class embedding and all patches. */
  public int positions() {
    return grid() * grid() + 1;
  }

  static VisionConfig read(JsonSection json) {
    int imageSize = json.integer("image_size", 224, 1, 1 << 12);
    VisionConfig config =
        new VisionConfig(
            imageSize,
            json.integer("patch_size", 32, 1, imageSize),
            json.integer("hidden_size", 768, 1, 1 << 16),
            json.integer("num_hidden_layers", 12, 1, 1 << 10),
            json.integer("num_attention_heads", 12, 1, 1 << 10),
            json.integer("intermediate_size", 3072, 1, 1 << 18),
            json.number("layer_norm_eps", 1e-5),
            json.activation("hidden_act"));
    json.requireMultiple("hidden_size", config.width, "num_attention_heads", config.heads);
    json.integer("num_channels", 3, 3, 3);
    return config;
  }
}
