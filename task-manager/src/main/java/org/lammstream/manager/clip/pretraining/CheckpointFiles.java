package org.lammstream.manager.clip.pretraining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.lammstream.manager.clip.checkpoint.SafetensorsWriter;

/** Writes a trained model in the layout of Hugging Face's {@code CLIPModel}. */
final class CheckpointFiles {

  private static final int BICUBIC = 3;

  private CheckpointFiles() {}

  /** Weights: matrices and tables in half precision, vectors in single. */
  static void writeWeights(Map<String, Trainer.NamedTensor> tensors, Path file) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.shape().length >= 2) {
            writer.addF16(name, tensor.values(), tensor.shape());
          } else {
            writer.addF32(name, tensor.values(), tensor.shape());
          }
        });
    writer.write(file);
  }

  static void writeConfig(PretrainingConfiguration sizes, int vocabulary, Path file)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode().put("model_type", "clip");
    root.putArray("architectures").add("CLIPModel");
    root.put("projection_dim", sizes.dimension()).put("logit_scale_init_value", 2.6592);
    ObjectNode text = tower(root.putObject("text_config"), "clip_text_model", sizes);
    text.put("num_hidden_layers", sizes.textLayers())
        .put("vocab_size", vocabulary)
        .put("max_position_embeddings", sizes.contextLength())
        .put("bos_token_id", vocabulary - 2)
        .put("eos_token_id", vocabulary - 1)
        .put("pad_token_id", vocabulary - 1);
    ObjectNode vision = tower(root.putObject("vision_config"), "clip_vision_model", sizes);
    vision
        .put("num_hidden_layers", sizes.imageLayers())
        .put("image_size", sizes.imageSize())
        .put("patch_size", sizes.patchSize())
        .put("num_channels", 3);
    mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
  }

  private static ObjectNode tower(ObjectNode node, String type, PretrainingConfiguration sizes) {
    return node.put("model_type", type)
        .put("hidden_act", "quick_gelu")
        .put("hidden_size", sizes.width())
        .put("intermediate_size", 4 * sizes.width())
        .put("num_attention_heads", sizes.heads())
        .put("projection_dim", sizes.dimension())
        .put("layer_norm_eps", 1e-5)
        .put("attention_dropout", 0.0);
  }

  static void writePreprocessor(int imageSize, Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root =
        mapper
            .createObjectNode()
            .put("image_processor_type", "CLIPImageProcessor")
            .put("do_convert_rgb", true)
            .put("do_resize", true)
            .put("resample", BICUBIC)
            .put("do_center_crop", true)
            .put("do_rescale", true)
            .put("rescale_factor", 1 / 255.0)
            .put("do_normalize", true);
    root.putObject("size").put("shortest_edge", imageSize);
    root.putObject("crop_size").put("height", imageSize).put("width", imageSize);
    var mean = root.putArray("image_mean");
    PixelStatistics.MEAN.forEach(mean::add);
    var deviation = root.putArray("image_std");
    PixelStatistics.DEVIATION.forEach(deviation::add);
    mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
  }
}
