package org.lammstream.manager.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.clip.checkpoint.SafetensorsWriter;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Version;

/**
 * What a user of the checkpoint needs to classify with a version, and nothing else: one text
 * feature per class. Files: {@code head.safetensors} with {@code text_features} F32 (classes, d),
 * as they are in the version, and, where it is known, {@code logit_scale} F32 (), the logarithm of
 * the factor on cosine similarities, as in the checkpoint; {@code head.json} with the class names
 * in order; {@code README.md}.
 */
final class ImageTextHead {

  static final String TENSORS = "head.safetensors";
  static final String NAMES = "head.json";
  static final String README = "README.md";

  private ImageTextHead() {}

  /** What {@code head.json} says. */
  private record Head(
      int schemaVersion,
      String kind,
      String learner,
      int version,
      String embeddingsSha256,
      Checkpoint checkpoint,
      int dimension,
      List<String> classes) {}

  /** The checkpoint whose image features the head is for. */
  private record Checkpoint(String name, String sha256) {}

  static void write(Version version, Optional<Float> logitScale, Path folder) throws IOException {
    List<ClassEmbedding> classes = version.classes();
    int d = VersionTensors.dimension(classes);
    SafetensorsWriter tensors =
        new SafetensorsWriter()
            .addF32(VersionTensors.TEXT, VersionTensors.textFeatures(classes), classes.size(), d);
    logitScale.ifPresent(scale -> tensors.addF32("logit_scale", new float[] {scale}));
    tensors.write(folder.resolve(TENSORS));
    DocumentJson.write(
        new Head(
            VersionDocument.SCHEMA_VERSION,
            "lamm-image-text-head",
            version.learner(),
            version.number(),
            version.embeddingsSha256(),
            new Checkpoint(
                version.provenance().checkpointName(), version.provenance().checkpointSha256()),
            d,
            classes.stream().map(ClassEmbedding::name).toList()),
        folder.resolve(NAMES));
    Files.writeString(folder.resolve(README), readme(version, logitScale.isPresent()));
  }

  private static String readme(Version version, boolean scaled) {
    String scale = scaled ? "head[\"logit_scale\"].exp()" : "100.0";
    String note =
        scaled
            ? ""
            : "`100.0` stands for `exp(logit_scale)` of the checkpoint; `lamm versions export"
                + " --checkpoint CLIP_DIR` writes it into the head.\n";
    return """
    # Version %d of learner %s: %d classes

    `head.safetensors` and `head.json` are an image-text head for the CLIP checkpoint `%s`
    (sha256 `%s`). `version.safetensors` and `version.json` are the whole version, which
    `lamm versions import` reads.

    ```python
    import json, torch
    from PIL import Image
    from safetensors.torch import load_file
    from transformers import CLIPImageProcessor, CLIPVisionModelWithProjection

    head, names = load_file("head.safetensors"), json.load(open("head.json"))["classes"]
    clip = CLIPVisionModelWithProjection.from_pretrained("CLIP_DIR").eval()
    processor = CLIPImageProcessor.from_pretrained("CLIP_DIR")
    pixels = processor(Image.open("photo.jpg").convert("RGB"), return_tensors="pt")
    with torch.no_grad():
        image = torch.nn.functional.normalize(clip(**pixels).image_embeds, dim=-1)
        chances = (%s * image @ head["text_features"].T).softmax(-1)[0]
    print(names[chances.argmax()], chances.max().item())
    ```
    %s\
    """
        .formatted(
            version.number(),
            version.learner(),
            version.classes().size(),
            version.provenance().checkpointName(),
            version.provenance().checkpointSha256(),
            scale,
            note.isEmpty() ? "" : "\n" + note);
  }
}
