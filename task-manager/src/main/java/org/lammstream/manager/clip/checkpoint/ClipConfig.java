package org.lammstream.manager.clip.checkpoint;

import java.nio.file.Path;

/**
 * What {@code config.json} of a CLIP checkpoint says.
 *
 * @param text the text tower
 * @param vision the image tower
 * @param projection dimension of the space both towers project into
 */
public record ClipConfig(TextConfig text, VisionConfig vision, int projection) {

  /**
   * Reads and checks a {@code config.json}.
   *
   * @throws CheckpointException if the file is missing, is no JSON, describes another kind of model
   *     or holds a value out of range
   */
  public static ClipConfig read(Path file) {
    JsonSection json = JsonSection.read(file);
    String type = json.text("model_type", "clip");
    if (!type.equals("clip")) {
      throw json.error("model_type is \"" + type + "\", not \"clip\"");
    }
    return new ClipConfig(
        TextConfig.read(tower(json, "text_config")),
        VisionConfig.read(tower(json, "vision_config")),
        json.integer("projection_dim", 512, 1, 1 << 16));
  }

  /**
   * Old files hold a tower's settings twice. As in Hugging Face's {@code CLIPConfig}, {@code
   * text_config_dict}, where it is not null, wins as a whole over {@code text_config}.
   */
  private static JsonSection tower(JsonSection json, String name) {
    return json.has(name + "_dict") ? json.section(name + "_dict") : json.section(name);
  }
}
